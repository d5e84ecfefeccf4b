import Type, { type Static, type TSchema } from 'typebox'
import { lazyShape } from '../lazy-shape.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import type { Problem } from './protocol.ts'

/**
 * The bodies of DataCat (GitHub OriginalDaemon/datacat), as its server reads them: with Go's `encoding/json`, which takes
 * `null` for nothing, finds a field in any case of letters, and passes over keys that it does not know.
 */

const optional = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))
const text = optional(Type.String())
const texts = optional(Type.Array(Type.Union([Type.String(), Type.Null()])))
const object = Type.Record(Type.String(), Type.Unknown())
/** What a client in Go could not read back is not taken: whole numbers of more than 64 bits, days that no month has. */
const integer = optional(Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }))
const timestamp = optional(
  Type.Refine(Type.String(), isRfc3339, () => 'must be a time as RFC 3339 writes it, of a day that there is'),
)

const timestampShape = lazyShape(Type.Union([timestamp, Type.Undefined()]))

const eventBody = Type.Object({
  name: text,
  /** Only the documents know it; the server takes it for an unknown key. */
  level: Type.Optional(Type.Unknown()),
  /** Samples of the project send the data here. */
  category: optional(Type.Union([Type.String(), object])),
  group: text,
  labels: texts,
  message: text,
  data: optional(object),
  stacktrace: texts,
  exception_type: text,
  exception_msg: text,
  source_file: text,
  source_line: integer,
  source_function: text,
  timestamp,
})

const metricBody = Type.Object({
  name: text,
  type: text,
  value: optional(Type.Number()),
  count: integer,
  unit: text,
  tags: texts,
  metadata: optional(object),
  timestamp,
  /** Of a counter, to the daemon only: what is added to it. */
  delta: optional(Type.Number()),
})

/** RFC 3339 is the only form in which Go reads a time. */
const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/

function isRfc3339(written: string): boolean {
  const [, clock] = RFC_3339.exec(written) ?? []
  if (clock === undefined || Number.isNaN(parseTime(written))) return false
  // JavaScript reads February 30th as the 2nd of March, and 24:00 as the next day.
  const time = Date.parse(`${clock}Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(clock)
}

/** Fields without those that are null: what the sender left out, and what it sent as nothing, is the same. */
type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], null | undefined> }

export type EventFields = Omit<Present<Static<typeof eventBody>>, 'category' | 'labels' | 'stacktrace'> & {
  readonly category?: string
  readonly labels?: readonly string[]
  readonly stacktrace?: readonly string[]
}
export type MetricFields = Omit<Present<Static<typeof metricBody>>, 'tags'> & { readonly tags?: readonly string[] }

export interface ReadBody<T> {
  readonly fields: T
  /** Keys that DataCat does not know. */
  readonly extra: JsonObject
  /** What the sender does differently. */
  readonly deviations: readonly string[]
}

/** Reads the body of an event; a `Problem` for what the original answers with 400. */
export function readEventBody(value: unknown): ReadBody<EventFields> | Problem {
  const read = readFields(value, eventShape)
  if ('reason' in read) return read
  const { category, labels, stacktrace, ...rest } = read.fields
  if (isJsonObject(category) && !isEmpty(rest.data)) return { path: 'category', reason: 'must be a string' }
  return {
    fields: {
      ...rest,
      ...(typeof category === 'string' && { category }),
      ...(isJsonObject(category) && { data: category }),
      ...(labels && { labels: labels.map(nothingAsEmpty) }),
      ...(stacktrace && { stacktrace: stacktrace.map(nothingAsEmpty) }),
    },
    extra: read.extra,
    deviations: isJsonObject(category) ? ['category: an object is taken for data'] : [],
  }
}

/** Reads the body of a metric; a `Problem` for what the original answers with 400. */
export function readMetricBody(value: unknown): ReadBody<MetricFields> | Problem {
  const read = readFields(value, metricShape)
  if ('reason' in read) return read
  const { tags, ...rest } = read.fields
  return { fields: { ...rest, ...(tags && { tags: tags.map(nothingAsEmpty) }) }, extra: read.extra, deviations: [] }
}

/**
 * Reads a change of state: `{"timestamp", "state": {…}}` as the daemon sends it, or the bare state. A `Problem` for what
 * the original answers with 400, a `state` that is no object among it.
 */
export function readStateBody(value: unknown): { readonly state: JsonObject; readonly time: number | null } | Problem {
  if (value === null) return { state: {}, time: null }
  if (!isJsonObject(value)) return { path: '', reason: 'must be an object' }
  const { state = null } = value
  if (state === null) return { state: value, time: null }
  if (!isJsonObject(state)) return { path: 'state', reason: 'must be an object' }
  const written = value.timestamp ?? undefined
  if (!timestampShape.is(written)) return { path: 'timestamp', reason: 'must be a time as RFC 3339 writes it' }
  return { state, time: readTime(written ?? undefined) }
}

/** The keys of a body under the names that DataCat knows them by, the last one of several winning. */
export function pickFields(body: JsonObject, names: ReadonlySet<string>): { known: JsonObject; extra: JsonObject } {
  const known: [string, unknown][] = []
  const extra: [string, unknown][] = []
  for (const [key, value] of Object.entries(body)) {
    const name = key.toLowerCase()
    if (names.has(name)) known.push([name, value])
    else extra.push([key, value])
  }
  return { known: Object.fromEntries(known), extra: Object.fromEntries(extra) }
}

/** ms since the epoch; null for none, and for the year 1, which is Go's way to say so. */
export function readTime(written: string | undefined): number | null {
  if (written === undefined || written.startsWith('0001-')) return null
  const time = parseTime(written)
  return Number.isNaN(time) ? null : time
}

/** Go takes a comma for a point. */
function parseTime(written: string): number {
  return Date.parse(written.replace(',', '.'))
}

interface BodyShape<T> {
  readonly names: ReadonlySet<string>
  readonly read: (known: JsonObject) => Present<T> | Problem
}

function defineShape<P extends Type.TProperties>(schema: Type.TObject<P>): BodyShape<Static<Type.TObject<P>>> {
  const shape = lazyShape(schema)
  return {
    names: new Set(Object.keys(schema.properties)),
    read: (known) => {
      if (shape.is(known)) {
        const present = Object.entries(known).filter(([, value]) => value !== null)
        return Object.fromEntries(present) as Present<Static<Type.TObject<P>>>
      }
      const error = shape.findError(known)
      return { path: error?.instancePath.slice(1).replaceAll('/', '.') ?? '', reason: error?.message ?? 'does not fit' }
    },
  }
}

const eventShape = defineShape(eventBody)
const metricShape = defineShape(metricBody)

/** Names of the fields of an event. */
export const EVENT_FIELDS = eventShape.names

function readFields<T>(
  value: unknown,
  shape: BodyShape<T>,
): { readonly fields: Present<T>; readonly extra: JsonObject } | Problem {
  if (value !== null && !isJsonObject(value)) return { path: '', reason: 'must be an object' }
  const { known, extra } = pickFields(value ?? {}, shape.names)
  const fields = shape.read(known)
  return isProblem(fields) ? fields : { fields, extra }
}

function isProblem(read: object): read is Problem {
  return 'reason' in read
}

function isEmpty(object: JsonObject | undefined): boolean {
  return object === undefined || Object.keys(object).length === 0
}

/** Go reads a null inside a list of strings as an empty one. */
function nothingAsEmpty(item: string | null): string {
  return item ?? ''
}
