import type { SeriesPoint } from '../../shared/series.ts'

/** A stretch of time, ms since the epoch. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** What became of a session, by its events and heartbeats. Times are ms since the epoch. */
export interface SessionLife {
  readonly start: number
  /** Up to when it is told; an app's clock may be ahead of ours. */
  readonly latest: number
  /** When it ended or crashed; null as long as it goes on. */
  readonly end: number | null
  readonly crash: { readonly time: number; readonly reason: string | null } | null
  readonly hung: readonly Stretch[]
  /** Without heartbeats for longer than a session may be. */
  readonly suspended: readonly Stretch[]
}

/** An event of type `session`. */
export interface LifeEvent {
  readonly time: number
  /** `started`, `hung`, `recovered`, `crashed`, `ended`, or any other word. */
  readonly action: string
  readonly reason: string | null
  /** Of a hang: the last sign of life before it; null where it was not told. */
  readonly lastSign: number | null
  /** Of a beginning: whether we are the daemon of the app, to which one without heartbeats is hung. */
  readonly isWatched: boolean
}

/** DataCat's own: a session without a heartbeat for longer is suspended, ms. */
const HEARTBEAT_TIMEOUT = 60_000

/**
 * The life of a session up to a time, from its events in the order of the log; null without any. `heartbeats` are its
 * beginning and each sign of life after it, the value of each the ms since the one before; as long as none came, none is
 * missed.
 */
export function readLife(
  events: readonly LifeEvent[],
  heartbeats: readonly SeriesPoint[],
  until: number,
): SessionLife | null {
  const [first] = events
  if (!first) return null
  const crashed = events.find(({ action }) => action === 'crashed')
  const ended = events.findLast(({ action }) => action === 'ended')
  const end = crashed?.time ?? ended?.time ?? null
  const times = events.map(({ time }) => time)
  const start = Math.min(...times)
  const latest = Math.max(end ?? until, ...times)
  return {
    start,
    latest,
    end,
    crash: crashed ? { time: crashed.time, reason: crashed.reason } : null,
    hung: findHangs(events, start, end ?? latest),
    suspended: events.some(({ isWatched }) => isWatched) ? [] : findSilence(heartbeats, end ?? until),
  }
}

/** From the last sign of life on: that it hangs was found out a minute later. */
function findHangs(events: readonly LifeEvent[], start: number, until: number): readonly Stretch[] {
  const hangs: Stretch[] = []
  let from: number | null = null
  for (const { action, time, lastSign } of events) {
    if (action === 'hung') from ??= Math.min(time, Math.max(start, lastSign ?? time))
    else if (from !== null && ['recovered', 'ended', 'crashed'].includes(action)) {
      hangs.push({ from, to: Math.max(from, time) })
      from = null
    }
  }
  if (from !== null) hangs.push({ from, to: Math.max(from, until) })
  return hangs
}

/** By the gaps that the heartbeats tell, as of very many not all are here. */
function findSilence(heartbeats: readonly SeriesPoint[], until: number): readonly Stretch[] {
  const [, first, ...later] = heartbeats
  const last = later.at(-1) ?? first
  if (!last) return []
  const gaps = [...later, { time: until, value: until - last.time }]
  return gaps
    .filter(({ value }) => value > HEARTBEAT_TIMEOUT)
    .map(({ time, value }) => ({ from: time - value + HEARTBEAT_TIMEOUT, to: time }))
}
