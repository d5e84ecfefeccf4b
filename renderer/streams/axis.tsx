import { formatDuration } from '../../shared/format.ts'
import { findTicks, type TimeScale, type Viewport } from './time-scale.ts'
import { type Interval, lengthOf } from './timeline.ts'

export interface AxisProps {
  readonly scale: TimeScale
  readonly viewport: Viewport
  readonly gaps: readonly Interval[]
}

/** Labels along the whole axis. */
const TICKS = 6
/** Least distance between two labels, as a share of the axis. */
const LABEL_ROOM = 0.1

/** Times since the start, and the gaps by name. */
export function Axis({ scale, viewport: { from, to }, gaps }: AxisProps) {
  const toShare = (time: number) => (scale.toPlace(time) - from) / (to - from)
  const shown = { start: scale.toTime(from) - scale.start, end: scale.toTime(to) - scale.start }
  const shownGaps = gaps.filter((gap) => toShare(gap.end) > 0 && toShare(gap.start) < 1)
  return (
    <>
      {spread(findTicks(shown, TICKS).map((ms) => ({ ms, at: toShare(scale.start + ms) }))).map(({ ms, at }) => (
        <span key={ms} className="axis-tick" style={{ left: `${at * 100}%` }}>
          {formatTick(ms)}
        </span>
      ))}
      {shownGaps.map((gap) => {
        const [left, right] = [Math.max(0, toShare(gap.start)), Math.min(1, toShare(gap.end))]
        const length = formatLength(lengthOf(gap))
        return (
          <span
            key={gap.start}
            className="axis-gap"
            data-folded={scale.folds.includes(gap) || undefined}
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
            title={`${length} nothing reported`}
          >
            <span className="axis-gap-text">
              {length}
              <span className="axis-gap-words"> nothing reported</span>
            </span>
          </span>
        )
      })}
    </>
  )
}

/** Leaves out labels that would touch: folds bring times close together. */
function spread(ticks: readonly { readonly ms: number; readonly at: number }[]) {
  let last = Number.NEGATIVE_INFINITY
  return ticks.filter(({ at }) => {
    const hasRoom = at - last >= LABEL_ROOM && at >= 0 && at <= 0.97
    if (hasRoom) last = at
    return hasRoom
  })
}

function formatTick(ms: number): string {
  return ms === 0 ? '0' : formatLength(ms)
}

/** As short as an axis wants it: hours and minutes without what makes no difference there. */
function formatLength(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 10) return ms >= 60_000 && ms % 60_000 === 0 ? `${minutes} min` : formatDuration(ms)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
