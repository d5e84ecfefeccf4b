import Type from 'typebox'
import type { QueryPayload } from '../../shared/events/query.ts'
import { mayLoseNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'
import { clampImportance } from '../../shared/importance.ts'
import { lazyShape } from '../lazy-shape.ts'
import { explainFailure } from './invalid-event.ts'
import { checkJsonLimits, isJsonObject, type JsonObject } from './json.ts'
import type { DecodedEvent, DecodedStream, Limits, Problem, Protocol } from './protocol.ts'
import { LimitError } from './protocol.ts'
import { readExactFacts } from './query-facts.ts'
import { cutSummary, summarize } from './summary.ts'
import { eventTime, payloadShapes } from './web-debug-shape.ts'

const location = Type.Object({
  file: Type.String(),
  line: Type.Optional(Type.Integer()),
  positionStart: Type.Optional(Type.Integer()),
  positionEnd: Type.Optional(Type.Integer()),
})
const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))

/** A line of an export as NDJSON; only `type` and `payload` must be there, so that a table made by hand can be imported. */
const line = lazyShape(
  Type.Object({
    type: Type.String({ minLength: 1 }),
    payload: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.String()]),
    id: optional(Type.Number()),
    parent: optional(Type.Number()),
    instance: optional(Type.String()),
    stream: optional(Type.String()),
    time: optional(eventTime),
    importance: optional(Type.Number()),
    duration: optional(Type.Number()),
    success: optional(Type.Boolean()),
    tags: optional(Type.Array(Type.String())),
    calledFrom: optional(location),
    definedIn: optional(location),
    summary: optional(Type.String()),
    target: optional(Type.String()),
    metadata: optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.String()])),
  }),
)

interface OpenEvent extends DecodedEvent {
  readonly nested: OpenEvent[]
}

interface PlacedEvent {
  readonly event: OpenEvent
  /** Events around it in the same message. */
  readonly depth: number
}

/** Events that Tattler has exported, one per line. Trees are put together again where a parent is in the same message. */
export const exported: Protocol = {
  name: 'tattler',
  decode(bytes, source, limits) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    const isExact = mayLoseNumbers(bytes, text)
    const streams = new Map<string, DecodedStream & { readonly events: OpenEvent[] }>()
    const byId = new Map<number, PlacedEvent>()
    const problems: Problem[] = []
    let accepted = 0
    for (const [index, json] of text.split('\n').entries()) {
      if (json.trim() === '') continue
      const read = readAlone(json, isExact, limits)
      if ('reason' in read) {
        problems.push({ path: joinPath(`lines[${index}]`, read.path), reason: read.reason })
        continue
      }
      const { id, parent, instance = source.app, stream = source.stream, event } = read
      if (++accepted > limits.eventsPerMessage) {
        throw new LimitError('eventsPerMessage', `more than ${limits.eventsPerMessage} events in one message`)
      }
      const around = parent === null ? undefined : byId.get(parent)
      const depth = around ? around.depth + 1 : 0
      if (depth > limits.depth) throw new LimitError('depth', `events nest deeper than ${limits.depth} levels`)
      if (id !== null) byId.set(id, { event, depth })
      if (around) {
        around.event.nested.push(event)
        continue
      }
      const key = JSON.stringify([instance, stream])
      const known = streams.get(key) ?? { instance, stream, events: [] }
      streams.set(key, known)
      known.events.push(event)
    }
    return { streams: [...streams.values()], accepted, problems }
  },
}

type ReadLine =
  | {
      readonly id: number | null
      readonly parent: number | null
      readonly instance: string | undefined
      readonly stream: string | undefined
      readonly event: OpenEvent
    }
  | Problem

/** What fails on a line, although it should not, is a problem of that line and no other. */
function readAlone(json: string, isExact: boolean, limits: Limits): ReadLine {
  try {
    return readLine(json, isExact, limits)
  } catch (error) {
    if (error instanceof LimitError) throw error
    return { path: '', reason: explainFailure(error) }
  }
}

function readLine(json: string, isExact: boolean, limits: Limits): ReadLine {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { path: '', reason: 'is not JSON' }
  }
  if (!line.is(value)) {
    const error = line.findError(value)
    const path = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
    return { path, reason: isJsonObject(value) ? (error?.message ?? 'does not fit') : 'must be an event' }
  }
  const { type } = value
  const twin = isExact ? parseTwin(json) : undefined
  const twins = isJsonObject(twin) ? twin : {}
  const payload = readObject(value.payload, twins.payload, isExact, limits)
  if (!payload) return { path: 'payload', reason: 'must be object' }
  const metadata = value.metadata ? readObject(value.metadata, twins.metadata, isExact, limits) : null
  if (value.metadata && !metadata) return { path: 'metadata', reason: 'must be object' }
  const shape = payloadShapes.get(type)
  if (shape && !shape.is(payload.value)) {
    const { path, reason } = shape.problem(payload.value)
    return { path: joinPath('payload', path), reason }
  }
  return {
    id: value.id ?? null,
    parent: value.parent ?? null,
    instance: value.instance ?? undefined,
    stream: value.stream ?? undefined,
    event: {
      type,
      time: value.time == null ? null : Math.round(value.time),
      importance: clampImportance(value.importance ?? 1),
      duration: value.duration ?? null,
      success: value.success ?? null,
      tags: value.tags ?? [],
      calledFrom: value.calledFrom ?? null,
      definedIn: value.definedIn ?? null,
      summary: value.summary == null ? summarize(type, payload.value) : cutSummary(value.summary),
      target: type === 'query' ? String(payload.value.target) : (value.target ?? null),
      query: type === 'query' ? readExactFacts(payload.value as QueryPayload, payload.twin) : null,
      payload: payload.text,
      metadata: metadata?.text ?? null,
      nested: [],
    },
  }
}

interface ReadObject {
  readonly value: JsonObject
  readonly twin: unknown
  /** JSON. */
  readonly text: string
}

/** A string is JSON text that the exporting database could not read as JSON. Null where it is no object. */
function readObject(written: JsonObject | string, twin: unknown, isExact: boolean, limits: Limits): ReadObject | null {
  if (typeof written !== 'string') return { value: written, twin, text: writeExact(written, twin) }
  // The door has measured the message, to which this is one string.
  checkJsonLimits(Buffer.from(written), limits)
  try {
    const value: unknown = JSON.parse(written)
    return isJsonObject(value) ? { value, twin: isExact ? parseTwin(written) : undefined, text: written } : null
  } catch {
    return null
  }
}

function joinPath(place: string, path: string): string {
  return path === '' ? place : `${place}.${path}`
}
