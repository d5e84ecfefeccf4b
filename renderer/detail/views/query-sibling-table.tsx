import { useState } from 'react'
import type { DebugEvent } from '../../../shared/event.ts'
import { formatDuration } from '../../../shared/format.ts'
import { hideSecrets } from '../../../shared/hide-secrets.ts'
import { PARAMETERS_LENGTH, type QuerySibling, type QuerySiblings } from '../../../shared/query-insight.ts'
import { findParameters } from '../../../shared/query-shape/parameters.ts'
import { MASK } from '../../../shared/secrets.ts'
import { formatClock } from '../../list/format-time.ts'
import { useDetail } from '../detail-context.ts'
import { findDifference } from './query-difference.ts'

/** Siblings that show at first, around the query itself. */
const ROWS = 7

/** The queries of one shape, each with what makes it differ from the one that is open. */
export function QuerySiblingTable({
  event,
  siblings,
}: {
  readonly event: DebugEvent
  readonly siblings: QuerySiblings
}) {
  const { onSelect } = useDetail()
  const [isCut, setCut] = useState(true)
  const { nearest, shape } = siblings
  const own = nearest.findIndex(({ id }) => id === event.id)
  const first = Math.max(0, Math.min(own - Math.floor(ROWS / 2), nearest.length - ROWS))
  const shown = isCut ? nearest.slice(first, first + ROWS) : nearest
  return (
    <>
      <table className="query-table query-siblings" aria-label="Queries of this shape">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Took</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((sibling) => (
            <tr key={sibling.id} aria-current={sibling.id === event.id || undefined}>
              <td>
                {sibling.id === event.id ? (
                  formatClock(sibling.time, event.time)
                ) : (
                  <button
                    type="button"
                    className="detail-link"
                    title="Go to this query"
                    onClick={() => onSelect(sibling.id)}
                  >
                    {formatClock(sibling.time, event.time)}
                  </button>
                )}
              </td>
              <td>{sibling.duration !== null && formatDuration(sibling.duration)}</td>
              <td>{sibling.id === event.id ? 'this one' : <Differing sibling={sibling} event={event} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {nearest.length > ROWS && (
        <button type="button" className="detail-link" onClick={() => setCut(!isCut)}>
          {isCut ? showMore(nearest.length, shape.count) : 'Show fewer'}
        </button>
      )}
    </>
  )
}

function showMore(nearest: number, all: number): string {
  if (nearest === all) return `Show all ${all.toLocaleString('en')}`
  return `Show the nearest ${nearest.toLocaleString('en')} of ${all.toLocaleString('en')}`
}

function Differing({ sibling, event }: { readonly sibling: QuerySibling; readonly event: DebugEvent }) {
  if (sibling.isSame === true) return <span className="query-dim">the same</span>
  if (sibling.isSame === null) return <span className="query-dim">its values were not sent</span>
  const parameters = sibling.parameters === null ? null : findDifference(sibling.parameters, readParameters(event))
  const difference = parameters ?? findDifference(sibling.summary, event.summary)
  if (!difference) return <span className="query-dim">beyond what the line shows</span>
  return (
    <code>
      {difference.before}
      <mark>{difference.middle || '·'}</mark>
      {difference.after}
    </code>
  )
}

function readParameters(event: DebugEvent): string {
  const payload: unknown = hideSecrets(JSON.parse(event.payload), MASK)
  const parameters = typeof payload === 'object' && payload !== null ? findParameters(payload) : null
  return parameters ? JSON.stringify(parameters.value).slice(0, PARAMETERS_LENGTH) : ''
}
