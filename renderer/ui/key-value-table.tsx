import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import { CopyButton } from './copy-button.tsx'
import './key-value-table.css'

export interface KeyValueRow {
  /** Unlike that of any other row: keys may repeat. */
  readonly id: string
  readonly key: string
  readonly value: string
  /** What a secret's value, or one with secrets in it, shows as until it is clicked. */
  readonly mask: string | null
}

interface KeyValueTableProps {
  readonly rows: readonly KeyValueRow[]
  /** Accessible name. */
  readonly label: string
  /** Shows only rows with this text in key or value, in any case; a masked value is not searched. */
  readonly search: string
  /** Whether all secrets are in the open. */
  readonly isRevealed: boolean
}

/** Characters of a value that show at first. */
const FOLD = 300
/** Rows that show at first. */
const ROWS = 200

/** Keys and values in the order they came. */
export function KeyValueTable({ rows, label, search, isRevealed }: KeyValueTableProps) {
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set())
  const [isCut, setCut] = useState(true)
  const isOpen = (row: KeyValueRow) => row.mask === null || isRevealed || revealed.has(row.id)
  const found = rows.filter((row) => hasText(row, search, isOpen(row)))
  const shown = isCut ? found.slice(0, ROWS) : found

  const toggle = (row: KeyValueRow) => {
    const next = new Set(revealed)
    if (!next.delete(row.id)) next.add(row.id)
    setRevealed(next)
  }

  if (found.length === 0)
    return (
      <p className="key-value-none">
        No {label.toLowerCase()} with “{search}”.
      </p>
    )
  return (
    <>
      <table className="key-value-table" aria-label={label}>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.key}</th>
              <td>
                {isOpen(row) ? (
                  <>
                    <Value text={row.value} />
                    {row.mask !== null && !isRevealed && (
                      <button
                        type="button"
                        className="key-value-hide"
                        aria-label={`Hide ${row.key}`}
                        title="Hide"
                        onClick={() => toggle(row)}
                      >
                        <EyeOff size={13} aria-hidden />
                      </button>
                    )}
                  </>
                ) : (
                  <button
                    type="button"
                    className="key-value-mask"
                    aria-label={`Show ${row.key}`}
                    title="Secret: click to show"
                    onClick={() => toggle(row)}
                  >
                    {row.mask}
                  </button>
                )}
              </td>
              <td className="key-value-tools">
                <CopyButton label={`Copy ${row.key}`} makeText={() => row.value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < found.length && (
        <button type="button" className="key-value-more" onClick={() => setCut(false)}>
          Show all {found.length.toLocaleString('en')}
        </button>
      )}
    </>
  )
}

/** How many of the rows a search finds while their secrets are masked. */
export function countFound(rows: readonly KeyValueRow[], search: string): number {
  return rows.filter((row) => hasText(row, search, row.mask === null)).length
}

function hasText({ key, value }: KeyValueRow, search: string, withValue: boolean): boolean {
  const wanted = search.toLowerCase()
  return key.toLowerCase().includes(wanted) || (withValue && value.toLowerCase().includes(wanted))
}

function Value({ text }: { readonly text: string }) {
  const [isFolded, setFolded] = useState(true)
  if (text === '') return <span className="key-value-empty">empty</span>
  if (text.length <= FOLD) return text
  return (
    <>
      {isFolded ? `${text.slice(0, FOLD)}…` : text}{' '}
      <button type="button" className="key-value-more" onClick={() => setFolded(!isFolded)}>
        {isFolded ? `all ${text.length.toLocaleString('en')} characters` : 'less'}
      </button>
    </>
  )
}
