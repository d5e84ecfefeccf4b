import { rowSortingFeature, type SortingState, tableFeatures, type Updater, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, ListFilter, SquareArrowOutUpRight } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { Condition } from '../../shared/query/query.ts'
import { goToEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'
import { useRowFocus } from '../ui/use-row-focus.ts'
import type { Answer } from './console-state.ts'
import { describeNothing } from './describe-nothing.ts'
import { showRows } from './filter-query.ts'
import { readGroupConditions } from './group-conditions.ts'
import { type ResultColumn, type ResultModel, type ResultRow, sortRows } from './result-model.ts'
import '../ui/data-table.css'

const ROW_HEIGHT = 26
/** px of a character in the table's font. */
const CHARACTER = 7.3
const CELL_PADDING = 22

const features = tableFeatures({ rowSortingFeature })
const NO_ROWS: ResultRow[] = []

interface ResultTableProps {
  readonly answer: Answer
  readonly model: ResultModel
  /** Groups by name begin with the largest. */
  readonly isRanked: boolean
}

/** The rows of an answer, of which only those on screen exist. A click on a column's name sorts by it. */
export function ResultTable({ answer, model, isRanked }: ResultTableProps) {
  const { columns } = model
  const first: SortingState = isRanked ? [{ id: 'value', desc: true }] : []
  const [sorting, setSorting] = useState(first)
  const definitions = useMemo(() => columns.map(toDefinition), [columns])
  const table = useTable({
    features,
    columns: definitions,
    // It has the columns and their order alone: for many rows, rows of its own would take seconds.
    data: NO_ROWS,
    state: { sorting },
    manualSorting: true,
    sortDescFirst: false,
    enableMultiSort: false,
    onSortingChange: (updater: Updater<SortingState>) =>
      setSorting((last) => (updater instanceof Function ? updater(last) : updater)),
  })
  const rows = useMemo(() => sortRows(model, sorting[0] ?? null), [model, sorting])
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    useFlushSync: false,
  })

  const { stop, onKeyDown } = useRowFocus({
    scroller,
    virtualizer,
    hasButton: (index) => {
      const row = rows[index]
      return row !== undefined && (row.event !== null || conditionsOf(answer, row) !== null)
    },
  })

  const inSight = virtualizer.getVirtualItems()
  const above = inSight[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  return (
    <div ref={scroller} className="data-table result-table">
      <table aria-label="Result" aria-rowcount={rows.length + 1}>
        <colgroup>
          <col style={{ width: 34 }} />
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width: Math.ceil(width * CHARACTER + CELL_PADDING) }} />
          ))}
          {/* Takes the room that is left, so that no column is wider than its values. */}
          <col />
        </colgroup>
        <thead>
          <tr>
            <td />
            {table.getFlatHeaders().map((header, index) => {
              const sorted = header.column.getIsSorted()
              return (
                <th
                  key={header.id}
                  scope="col"
                  data-numeric={columns[index]?.isNumeric}
                  aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
                >
                  <button type="button" onClick={header.column.getToggleSortingHandler()}>
                    <span>{columns[index]?.header}</span>
                    {sorted === 'asc' && <ArrowUp size={12} aria-hidden />}
                    {sorted === 'desc' && <ArrowDown size={12} aria-hidden />}
                  </button>
                </th>
              )
            })}
            <td />
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {inSight.map(({ index }) => {
            const row = rows[index]
            if (!row) return null
            return (
              <tr key={row.index} data-row={index} aria-rowindex={index + 2}>
                <td className="result-tool">
                  <RowTool answer={answer} row={row} tabIndex={index === stop ? 0 : -1} />
                </td>
                {columns.map((column, at) => (
                  <Cell key={column.id} column={column} value={row.values[at]} />
                ))}
                <td />
              </tr>
            )
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
      {rows.length === 0 && <p className="result-none">{describeNothing(answer.query)}</p>}
    </div>
  )
}

function toDefinition({ id }: ResultColumn) {
  return { id, accessorFn: (row: ResultRow) => row.index }
}

function Cell({ column, value }: { readonly column: ResultColumn; readonly value: unknown }) {
  const text = column.format(value)
  const isMissing = value === null || value === undefined
  return (
    <td data-numeric={column.isNumeric} title={text}>
      {isMissing ? <span className="dim">–</span> : text}
    </td>
  )
}

/** What the events of a group have in common; null where that cannot be said. */
function conditionsOf({ query }: Answer, { group }: ResultRow): readonly Condition[] | null {
  return group && readGroupConditions(query.reduce?.groupBy ?? [], group)
}

interface RowToolProps {
  readonly answer: Answer
  readonly row: ResultRow
  readonly tabIndex: 0 | -1
}

/** What leads from a row to its events. */
function RowTool({ answer, row, tabIndex }: RowToolProps) {
  const viewer = useViewer()
  const { event } = row
  if (event !== null) {
    return (
      <button
        type="button"
        className="icon-button"
        tabIndex={tabIndex}
        aria-label={`Show event ${event}`}
        title="Show the event"
        onClick={() => void goToEvent(viewer, event).then(() => useLog.setState({ isDetailOpen: true }))}
      >
        <SquareArrowOutUpRight size={13} aria-hidden />
      </button>
    )
  }
  const conditions = conditionsOf(answer, row)
  if (!conditions) return null
  return (
    <button
      type="button"
      className="icon-button"
      tabIndex={tabIndex}
      aria-label="Show the events of this group"
      title="Show the events of this group"
      onClick={() => showRows(answer.query, conditions)}
    >
      <ListFilter size={13} aria-hidden />
    </button>
  )
}
