import { type CSSProperties, memo } from 'react'
import { ERROR_IMPORTANCE } from '../../shared/importance.ts'
import type { StreamSummary } from '../../shared/stream.ts'
import { STREAM_COLUMNS } from './stream-columns.tsx'

export interface StreamRowProps {
  readonly index: number
  /** Undefined while the row is being fetched. */
  readonly stream: StreamSummary | undefined
  readonly isSelected: boolean
  readonly isMarked: boolean
  readonly now: number
}

/** Id of a row's element, for `aria-activedescendant`. */
export function toStreamElementId(index: number): string {
  return `stream-${index}`
}

/** One stream of the list. Clicks are handled by the list, which reads `data-index`. */
export const StreamRow = memo(function StreamRow({ index, stream, isSelected, isMarked, now }: StreamRowProps) {
  const id = toStreamElementId(index)
  // The header is row 1 of the grid, and rows count from 1.
  const ariaIndex = index + 2
  if (!stream) {
    return (
      <div role="row" id={id} aria-rowindex={ariaIndex} aria-busy="true" className="row row-pending" data-index={index}>
        <span role="gridcell" className="cell">
          <span className="skeleton" />
        </span>
      </div>
    )
  }
  const isBad = stream.failed > 0 || stream.importance >= ERROR_IMPORTANCE
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={ariaIndex}
      aria-selected={isSelected}
      className={isBad ? 'row row-bad' : 'row'}
      style={{ '--level': `var(--i${stream.importance})` } as CSSProperties}
      data-index={index}
    >
      <div role="gridcell" className="cell cell-mark">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isMarked}
          readOnly
          aria-label={`Compare ${stream.summary}`}
          title="Compare with another"
          data-marks-stream
        />
      </div>
      {STREAM_COLUMNS.map((column) => (
        <div
          role="gridcell"
          key={column.id}
          data-column={column.id}
          className={column.isNumeric ? 'cell cell-numeric' : 'cell'}
        >
          {column.cell(stream, now)}
        </div>
      ))}
    </div>
  )
})
