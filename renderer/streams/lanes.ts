import { EVENT_TYPE_NAMES } from '../../shared/events/names.ts'
import type { TimeScale } from './time-scale.ts'
import type { Span } from './timeline.ts'

/** Where events of one type lie on the axis, in places of its scale. */
export interface Lane {
  readonly type: string
  readonly marks: readonly { readonly from: number; readonly to: number }[]
}

/** Places closer than this are one mark: a minimap is no wider than a few hundred pixels. */
const RESOLUTION = 1 / 400

/** The whole stream in a few hundred marks, however many events it has: a lane for each type. */
export function findLanes(spans: readonly Span[], scale: TimeScale): Lane[] {
  const byType = new Map<string, Span[]>()
  for (const span of spans) {
    const known = byType.get(span.row.type)
    if (known) known.push(span)
    else byType.set(span.row.type, [span])
  }
  const order: readonly string[] = EVENT_TYPE_NAMES
  const rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.length)
  return [...byType]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([type, inLane]) => ({ type, marks: joinMarks(inLane, scale) }))
}

function joinMarks(spans: readonly Span[], scale: TimeScale): { from: number; to: number }[] {
  const marks: { from: number; to: number }[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const from = scale.toPlace(span.start)
    const to = scale.toPlace(span.end)
    const last = marks.at(-1)
    if (last && from <= last.to + RESOLUTION) last.to = Math.max(last.to, to)
    else marks.push({ from, to })
  }
  return marks
}
