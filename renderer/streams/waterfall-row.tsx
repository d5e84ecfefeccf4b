import { ChevronDown, ChevronLeft, ChevronRight, CircleX } from 'lucide-react'
import { type CSSProperties, memo } from 'react'
import { formatDuration } from '../../shared/format.ts'
import { ERROR_IMPORTANCE } from '../../shared/importance.ts'
import { findLook } from '../list/event-looks.ts'
import { PathIcon } from '../ui/path-icon.tsx'
import type { PathStep } from './critical-path.ts'
import type { TimeScale, Viewport } from './time-scale.ts'
import { type Interval, lengthOf, type Span } from './timeline.ts'

export interface WaterfallRowProps {
  readonly index: number
  readonly span: Span
  /** ms. */
  readonly own: number
  readonly isOpen: boolean
  readonly isSelected: boolean
  /** Where the critical path goes through this event; null where it does not, or is not shown. */
  readonly path: readonly PathStep[] | null
  readonly scale: TimeScale
  readonly viewport: Viewport
  /** Start of the timeline, ms since the epoch. */
  readonly start: number
}

/** Indent per level of nesting, px, and the depth from which rows no longer move to the right. */
const INDENT = 14
const DEEPEST_INDENT = 12

export function toSpanElementId(index: number): string {
  return `span-${index}`
}

/** One event of the waterfall. Clicks are handled by the grid, which reads `data-index`. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { index, span, own, isOpen, isSelected, path, scale, viewport, start } = props
  const { row, depth, isMeasured, children } = span
  const { icon, color } = findLook(row.type)
  const isBad = row.success === false || row.importance >= ERROR_IMPORTANCE
  const Twisty = isOpen ? ChevronDown : ChevronRight
  const indent = `${Math.min(depth, DEEPEST_INDENT) * INDENT}px`
  return (
    <div
      role="row"
      id={toSpanElementId(index)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={isBad ? 'row row-bad' : 'row'}
      style={{ '--level': `var(--i${row.importance})`, '--type': `var(${color})` } as CSSProperties}
      data-index={index}
    >
      <div role="gridcell" className="cell">
        <span className="cell-summary" style={{ '--indent': indent } as CSSProperties}>
          {children.length > 0 ? (
            <button
              type="button"
              className="twisty"
              tabIndex={-1}
              data-toggles-node
              aria-expanded={isOpen}
              aria-label={`${children.length} nested`}
            >
              <Twisty size={14} aria-hidden />
            </button>
          ) : (
            <span className="twisty" />
          )}
          <PathIcon path={icon} size={14} label={row.type} className="span-icon" />
          <span className="summary-text" data-type={row.type} title={row.summary}>
            {row.summary || row.type}
          </span>
          {row.success === false && <CircleX size={12} aria-label="failed" className="span-failed" />}
        </span>
      </div>
      <div role="gridcell" className="cell cell-numeric span-time">
        {isMeasured ? formatDuration(lengthOf(span)) : lengthOf(span) > 0 && <i>{formatDuration(lengthOf(span))}</i>}
      </div>
      <div role="gridcell" className="cell cell-numeric span-time span-own">
        {isMeasured && formatDuration(own)}
      </div>
      <div role="gridcell" className="span-chart">
        <Bar span={span} scale={scale} viewport={viewport} start={start} />
        {path &&
          joinParts(path.map((step) => toPart(step, scale, viewport))).map((part) => (
            <span key={part.left} className="span-path" style={toStyle(part)} />
          ))}
        {path && <span className="sr-only">on the critical path</span>}
      </div>
    </div>
  )
})

function Bar({ span, scale, viewport, start }: Pick<WaterfallRowProps, 'span' | 'scale' | 'viewport' | 'start'>) {
  const part = toPart(span, scale, viewport)
  if (part.right < 0) return <ChevronLeft size={12} aria-hidden className="span-beyond" style={{ left: 0 }} />
  if (part.left > 1) return <ChevronRight size={12} aria-hidden className="span-beyond" style={{ right: 0 }} />
  const length = lengthOf(span)
  const at = `${formatDuration(span.start - start)} after the start`
  const title = length > 0 ? `${span.row.summary}\n${formatDuration(length)}, ${at}` : `${span.row.summary}\n${at}`
  if (length === 0) {
    return <span className="span-dot" style={{ left: `${part.left * 100}%` }} title={title} />
  }
  const label = formatDuration(length)
  return (
    <>
      <span className="span-bar" data-open={!span.isMeasured || undefined} style={toStyle(part)} title={title} />
      <span className="span-label" style={placeLabel(part)} aria-hidden>
        {label}
      </span>
    </>
  )
}

/** A stretch of the axis as shares of what is on screen: 0 is its left edge, 1 its right. */
interface Part {
  readonly left: number
  readonly right: number
}

function toPart({ start, end }: Interval, scale: TimeScale, { from, to }: Viewport): Part {
  const width = to - from
  return { left: (scale.toPlace(start) - from) / width, right: (scale.toPlace(end) - from) / width }
}

/** Parts closer than this, as a share of the screen, are drawn as one: a loop of ten thousand queries has as many pauses. */
const RESOLUTION = 1 / 500

/** What is on screen of parts in order. */
function joinParts(parts: readonly Part[]): Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    if (part.right < 0 || part.left > 1) continue
    const last = joined.at(-1)
    if (last && part.left - last.right < RESOLUTION) joined[joined.length - 1] = { left: last.left, right: part.right }
    else joined.push(part)
  }
  return joined
}

/** Cut to the screen, as browsers draw nothing where an element is millions of pixels wide. */
function toStyle({ left, right }: Part): CSSProperties {
  const [from, to] = [Math.max(-0.1, Math.min(1.1, left)), Math.max(-0.1, Math.min(1.1, right))]
  return { left: `${from * 100}%`, width: `${(to - from) * 100}%` }
}

/** Share of the screen in which a label has room, however narrow the chart is. */
const LABEL_ROOM = 0.25

/** Behind the bar if there is room, else before it, else in it; where there is none, in the widest of the three. */
function placeLabel({ left, right }: Part): CSSProperties {
  const [behind, before, inside] = [1 - right, left, Math.min(1, right) - Math.max(0, left)]
  if (behind >= Math.min(LABEL_ROOM, Math.max(before, inside))) {
    return { left: `calc(${Math.max(0, right) * 100}% + 5px)` }
  }
  if (before >= Math.min(LABEL_ROOM, inside)) return { right: `calc(${(1 - Math.min(1, left)) * 100}% + 5px)` }
  return { right: `calc(${Math.max(0, 1 - right) * 100}% + 6px)`, color: 'var(--surface-1)' }
}
