import { useMemo, useState } from 'react'
import type { EventId } from '../../../shared/event.ts'
import { useDetail } from '../detail-context.ts'
import { type AccessMatrix, buildMatrices, type Decision } from './access-checks.ts'
import { AccessWord } from './access-word.tsx'
import { useLongList } from './long-list.tsx'

/** Rows of a matrix that show at first. */
const ROWS = 100

interface AccessMatricesProps {
  readonly decisions: readonly Decision[]
  /** The event that is open. */
  readonly current: EventId
}

/** All that was decided in the request: who by what, a matrix for each action. */
export function AccessMatrices({ decisions, current }: AccessMatricesProps) {
  const [deniedOnly, setDeniedOnly] = useState(false)
  const matrices = useMemo(() => buildMatrices(decisions, deniedOnly), [decisions, deniedOnly])
  const denied = decisions.filter(({ verdict }) => verdict.access === 'DENIED').length
  return (
    <section className="access-part" aria-label="Decisions of its request">
      <h3>
        {decisions.length === 1 ? '1 question' : `${decisions.length.toLocaleString('en')} questions`} in its request
        <span className="stream-count">{denied.toLocaleString('en')} denied</span>
        <label className="access-switch">
          <input type="checkbox" checked={deniedOnly} onChange={({ target }) => setDeniedOnly(target.checked)} />
          Denied only
        </label>
      </h3>
      {matrices.length === 0 && <p className="access-rule">Nothing was denied.</p>}
      {matrices.map((matrix) => (
        <Matrix key={matrix.action} matrix={matrix} current={current} />
      ))}
    </section>
  )
}

function Matrix({ matrix, current }: { readonly matrix: AccessMatrix; readonly current: EventId }) {
  const { action, rowsAre, columns, rows } = matrix
  const { shown, more } = useLongList(rows, ROWS)
  return (
    <div className="access-scroller">
      <table className="access-matrix">
        <caption>{action ?? 'no action'}</caption>
        <thead>
          <tr>
            <th scope="col" className="access-corner">
              {rowsAre === 'control' ? 'what ╲ who' : 'who ╲ what'}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column ?? '(not told)'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name ?? '(not told)'}</th>
              {columns.map((column) => (
                <Cell key={column} decision={row.decisions.get(column)} current={current} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  )
}

function Cell({ decision, current }: { readonly decision: Decision | undefined; readonly current: EventId }) {
  const { onSelect } = useDetail()
  if (!decision) return <td className="access-unasked">–</td>
  const { votes, verdict } = decision
  return (
    <td aria-current={votes.some(({ id }) => id === current) ? 'true' : undefined}>
      <button type="button" title={`Open #${verdict.id}`} onClick={() => onSelect(verdict.id)}>
        <AccessWord access={verdict.access} />
        {votes.length > 1 && <span className="stream-count">{votes.length} votes</span>}
      </button>
    </td>
  )
}
