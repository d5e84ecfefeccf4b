import { memo } from 'react'
import type { EventRow } from '../../shared/event.ts'
import { ERROR_IMPORTANCE } from '../../shared/importance.ts'
import { useHighlights } from '../state/highlights.ts'
import type { TimeMode } from '../state/settings.ts'
import type { EventColumn } from './columns.tsx'

export interface EventRowViewProps {
  readonly index: number
  /** Undefined while the row is being fetched. */
  readonly row: EventRow | undefined
  readonly columns: readonly EventColumn[]
  readonly isSelected: boolean
  readonly isOpen: boolean | null
  readonly timeMode: TimeMode
  readonly now: number
  readonly previousTime: number | null
}

/** Id of a row's element, for `aria-activedescendant`. */
export function toRowElementId(index: number): string {
  return `row-${index}`
}

/** One event of the list. Clicks are handled by the list, which reads `data-index`. */
export const EventRowView = memo(function EventRowView(props: EventRowViewProps) {
  const { index, row, columns, isSelected, isOpen, timeMode, now, previousTime } = props
  const rule = useHighlights(({ highlights }) => row && highlights.get(row.id)?.rule)
  // The header is row 1 of the grid, and rows count from 1.
  const ariaIndex = index + 2
  if (!row) {
    return (
      <div
        role="row"
        aria-rowindex={ariaIndex}
        aria-busy="true"
        className="row row-pending"
        data-index={index}
        id={toRowElementId(index)}
      >
        <span role="gridcell" className="cell">
          <span className="skeleton" />
        </span>
      </div>
    )
  }
  const context = { time: { mode: timeMode, now, previous: previousTime }, isOpen }
  return (
    <div
      role="row"
      id={toRowElementId(index)}
      aria-rowindex={ariaIndex}
      aria-selected={isSelected}
      className={isBad(row) ? 'row row-bad' : 'row'}
      data-level={row.importance}
      data-index={index}
      {...(rule && { 'data-highlight': rule.color, 'aria-description': `Highlighted: ${rule.search}` })}
    >
      {columns.map((column) => (
        <div role="gridcell" key={column.id} className={column.isNumeric ? 'cell cell-numeric' : 'cell'}>
          {column.cell(row, context)}
        </div>
      ))}
    </div>
  )
})

function isBad(row: EventRow): boolean {
  return row.success === false || row.importance >= ERROR_IMPORTANCE || row.type === 'invalid'
}
