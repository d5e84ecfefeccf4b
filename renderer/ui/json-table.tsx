import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { kindOf } from './json-preview.ts'
import {
  cellOf,
  cellText,
  type JsonColumn,
  maskedCellOf,
  readTable,
  sortRows,
  type TableSort,
} from './json-table-model.ts'
import type { JsonList, JsonValue } from './json-value.ts'
import { useRowFocus } from './use-row-focus.ts'
import './data-table.css'
import './json-table.css'

const ROW_HEIGHT = 24
/** px of a character in the table's font. */
const CHARACTER = 7.3
const CELL_PADDING = 18

interface JsonTableProps {
  readonly list: JsonList
  /** Accessible name. */
  readonly name: string
  readonly hidesSecrets: boolean
  /** Shows an item where it stands in the tree. */
  onShowItem(index: number): void
}

/** A list of like objects: a row for each, a column for each key. A click on a column's name sorts by it. */
export function JsonTable({ list, name, hidesSecrets, onShowItem }: JsonTableProps) {
  const { columns, hiddenColumns } = useMemo(() => readTable(list), [list])
  const [sort, setSort] = useState<TableSort | null>(null)
  const rows = useMemo(() => sortRows(list, sort), [list, sort])
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    useFlushSync: false,
  })

  const { stop, onKeyDown } = useRowFocus({ scroller, virtualizer, hasButton: () => true })

  const inSight = virtualizer.getVirtualItems()
  const above = inSight[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  const widths = [String(list.length).length, ...columns.map(({ width }) => width)]

  return (
    <>
      <p className="json-table-note">
        {`${name}: ${list.length.toLocaleString('en')} rows, ${columns.length + hiddenColumns} columns`}
        {hiddenColumns > 0 && `; the last ${hiddenColumns} are only in the tree`}
      </p>
      <div ref={scroller} className="data-table json-table">
        <table aria-label={name} aria-rowcount={list.length + 1}>
          <colgroup>
            {widths.map((width, index) => (
              <col
                key={columns[index - 1]?.key ?? '#'}
                style={{ width: Math.ceil(width * CHARACTER + CELL_PADDING) }}
              />
            ))}
            {/* Takes the room that is left, so that no column is wider than its values. */}
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">#</th>
              {columns.map((column) => (
                <ColumnHead key={column.key} column={column} sort={sort} onSort={setSort} />
              ))}
              <td />
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            {above > 0 && <tr aria-hidden style={{ height: above }} />}
            {inSight.map(({ index: row }) => {
              const index = rows[row] ?? 0
              return (
                <tr key={index} data-row={row} aria-rowindex={row + 2}>
                  <th scope="row">
                    <button
                      type="button"
                      title="Show in the tree"
                      tabIndex={row === stop ? 0 : -1}
                      onClick={() => onShowItem(index)}
                    >
                      {index}
                    </button>
                  </th>
                  {columns.map(({ key, isNumeric }) => (
                    <Cell
                      key={key}
                      value={hidesSecrets ? maskedCellOf(list[index], key) : cellOf(list[index], key)}
                      isNumeric={isNumeric}
                    />
                  ))}
                  <td />
                </tr>
              )
            })}
            {below > 0 && <tr aria-hidden style={{ height: below }} />}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface ColumnHeadProps {
  readonly column: JsonColumn
  readonly sort: TableSort | null
  onSort(sort: TableSort | null): void
}

function ColumnHead({ column, sort, onSort }: ColumnHeadProps) {
  const { key, isNumeric } = column
  const direction = sort?.key === key ? sort.direction : 'none'
  return (
    <th scope="col" aria-sort={direction} data-numeric={isNumeric}>
      <button type="button" title={`Sort by ${key}`} onClick={() => onSort(nextSort(sort, key))}>
        <span>{key}</span>
        {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
        {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
      </button>
    </th>
  )
}

function Cell({ value, isNumeric }: { readonly value: JsonValue | undefined; readonly isNumeric: boolean }) {
  if (value === undefined) return <td />
  const text = cellText(value)
  return (
    <td className={`json-${kindOf(value)}`} data-numeric={isNumeric} title={text}>
      {text}
    </td>
  )
}

/** Ascending, then descending, then the order of the list. */
function nextSort(sort: TableSort | null, key: string): TableSort | null {
  if (sort?.key !== key) return { key, direction: 'ascending' }
  return sort.direction === 'ascending' ? { key, direction: 'descending' } : null
}
