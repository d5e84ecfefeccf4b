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
/** Least distance between two labels, and width of a gap from which on it is named, as shares of the axis. */
const LABEL_ROOM = 0.1
const GAP_ROOM = 0.07
const GAP_WORDS_ROOM = 0.22
const FOLD_ROOM = 0.02

/** Times since the start, and the gaps by name. */
export function Axis({ scale, viewport: { from, to }, gaps }: AxisProps) {
  const toShare = (time: number) => (scale.toPlace(time) - from) / (to - from)
  const shown = { start: scale.toTime(from) - scale.start, end: scale.toTime(to) - scale.start }
  const named = gaps.filter((gap) => {
    const [left, right] = [toShare(gap.start), toShare(gap.end)]
    return (
      right > 0 && left < 1 && (right - left >= GAP_ROOM || (scale.folds.includes(gap) && right - left > FOLD_ROOM))
    )
  })
  return (
    <>
      {spread(findTicks(shown, TICKS).map((ms) => ({ ms, at: toShare(scale.start + ms) }))).map(({ ms, at }) => (
        <span key={ms} className="axis-tick" style={{ left: `${at * 100}%` }}>
          {formatTick(ms)}
        </span>
      ))}
      {named.map((gap) => {
        const [left, right] = [Math.max(0, toShare(gap.start)), Math.min(1, toShare(gap.end))]
        const length = formatDuration(lengthOf(gap))
        return (
          <span
            key={gap.start}
            className="axis-gap"
            data-folded={scale.folds.includes(gap) || undefined}
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
            title={`${length} nothing reported`}
          >
            <span>{right - left >= GAP_WORDS_ROOM ? `${length} nothing reported` : length}</span>
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

/** Round times from a minute on need no seconds. */
function formatTick(ms: number): string {
  if (ms === 0) return '0'
  const minutes = Math.round(ms / 60_000)
  if (ms < 60_000 || ms % 60_000 !== 0) return formatDuration(ms)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
