import { CopyButton } from '../../ui/copy-button.tsx'
import { writeJson } from '../../ui/json-text.ts'
import { useLongList } from './long-list.tsx'
import type { QueryValue } from './query-values.ts'
import './query.css'

/** Parameters that show at first. */
const ROWS = 50
/** Characters of a value that show. */
const VALUE_LENGTH = 300

/** The parameters of a query, apart from its text. */
export function QueryParameterTable({ values }: { readonly values: readonly QueryValue[] }) {
  const { shown, more } = useLongList(
    values.map((value, index) => ({ ...value, place: index + 1 })),
    ROWS,
  )
  return (
    <div className="query-part">
      <h3 className="detail-heading">
        Parameters
        <CopyButton label="Copy parameters as JSON" makeText={() => writeJson(values.map(({ value }) => value))} />
      </h3>
      <table className="query-table" aria-label="Parameters">
        <tbody>
          {shown.map(({ place, name, value }) => (
            <tr key={place}>
              <th scope="row">{name ?? place}</th>
              <td data-type={typeof value}>{shorten(writeJson(value))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  )
}

function shorten(text: string): string {
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text
}
