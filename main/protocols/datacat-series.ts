import { type MetricFields, readMetricBody, readTime } from './datacat-body.ts'
import type { DatacatMessage } from './datacat-message.ts'
import { makeEvent, readStart } from './datacat-session.ts'
import { isJsonObject, type JsonObject, parseJson } from './json.ts'
import type { DecodedPoint, Problem } from './protocol.ts'

/** Key of the series that a session's own event stands for: its heartbeats. */
export const SESSION_SERIES = 'session'
/** What a metric is that does not say what it is. */
const DEFAULT_TYPE = 'gauge'
/** Metrics that are sent again and again with a total; of the others, each value is a reading of its own. */
const TOTALS: ReadonlySet<string> = new Set(['counter', 'histogram'])

/** A heartbeat, its value ms since the one before. The first of a session is its beginning. */
export function readHeartbeat({
  time,
  gap,
  session,
}: Extract<DatacatMessage, { operation: 'heartbeat' }>): DecodedPoint {
  return { key: SESSION_SERIES, time, value: gap ?? 0, extra: null, isReading: true, event: readStart(session, time) }
}

/** A metric as a point of its series; a series has one name, type, unit, set of tags, and bounds of buckets. */
export function readMetric(body: Uint8Array): DecodedPoint | Problem {
  let value: unknown
  try {
    value = parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch (error) {
    return { path: '', reason: error instanceof Error ? error.message : String(error) }
  }
  const read = readMetricBody(value)
  return 'reason' in read ? read : toPoint(read.fields)
}

function toPoint({ name = '', value = 0, count, unit, metadata, timestamp, ...rest }: MetricFields): DecodedPoint {
  const type = rest.type || DEFAULT_TYPE
  const tags = rest.tags ?? []
  const bounds = readBounds(metadata)
  const extra = { ...(count !== undefined && { count }), ...(metadata && { metadata }) }
  const payload = {
    name,
    type,
    ...(unit && { unit }),
    ...(tags.length > 0 && { tags }),
    ...(bounds && { bounds }),
  }
  return {
    key: metricKey({ name, type, tags, unit, bounds }),
    time: readTime(timestamp),
    value,
    extra: Object.keys(extra).length > 0 ? JSON.stringify(extra) : null,
    ...(!TOTALS.has(type) && { isReading: true }),
    event: makeEvent('metric', payload, { time: readTime(timestamp), tags, importance: 1 }),
  }
}

/** What tells the series of a metric from the others of its session. */
export function metricKey({ name, type, tags, unit, bounds }: MetricIdentity): string {
  return JSON.stringify([name, type, tags.toSorted(), unit ?? '', ...(bounds ? [bounds] : [])])
}

interface MetricIdentity {
  readonly name: string
  readonly type: string
  readonly tags: readonly string[]
  readonly unit: string | undefined
  /** Upper bounds of a histogram's buckets; null for one without end. */
  readonly bounds: readonly (number | null)[] | undefined
}

/** `{"buckets":[{"le":0.1,"count":1}]}`, as the daemon sends it. */
function readBounds(metadata: JsonObject | undefined): (number | null)[] | undefined {
  if (!Array.isArray(metadata?.buckets)) return undefined
  const buckets: readonly unknown[] = metadata.buckets
  return buckets.map((bucket) => {
    const bound = isJsonObject(bucket) ? bucket.le : bucket
    return typeof bound === 'number' ? bound : null
  })
}
