import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { clampImportance } from '../../shared/importance.ts'
import { mayHaveLongNumbers, parseTwin, writeExact } from './exact-numbers.ts'
import { isJsonObject } from './json.ts'
import type { DecodedEvent, DecodedStream, Problem, Protocol } from './protocol.ts'

const location = Type.Object({
  file: Type.String(),
  line: Type.Optional(Type.Integer()),
  positionStart: Type.Optional(Type.Integer()),
  positionEnd: Type.Optional(Type.Integer()),
})
const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))

/** A line of an export as NDJSON; only `type` and `payload` must be there, so that a table made by hand can be imported. */
const line = Compile(
  Type.Object({
    type: Type.String({ minLength: 1 }),
    payload: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.String()]),
    id: optional(Type.Number()),
    parent: optional(Type.Number()),
    instance: optional(Type.String()),
    stream: optional(Type.String()),
    time: optional(Type.Number()),
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

/** Events that Tattler has exported, one per line. Trees are put together again where a parent is in the same message. */
export const exported: Protocol = {
  name: 'tattler',
  decode(bytes, source) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    const isExact = mayHaveLongNumbers(bytes)
    const streams = new Map<string, DecodedStream & { readonly events: OpenEvent[] }>()
    const byId = new Map<number, OpenEvent>()
    const problems: Problem[] = []
    let accepted = 0
    for (const [index, json] of text.split('\n').entries()) {
      if (json.trim() === '') continue
      const read = readLine(json, isExact)
      if ('reason' in read) {
        problems.push({ path: joinPath(`lines[${index}]`, read.path), reason: read.reason })
        continue
      }
      const { id, parent, instance = source.app, stream = source.stream, event } = read
      accepted++
      const around = parent === null ? undefined : byId.get(parent)
      if (id !== null) byId.set(id, event)
      if (around) {
        around.nested.push(event)
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

function readLine(json: string, isExact: boolean): ReadLine {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { path: '', reason: 'is not JSON' }
  }
  if (!line.Check(value)) {
    const error = line.Errors(value)[0]
    const path = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
    return { path, reason: isJsonObject(value) ? (error?.message ?? 'does not fit') : 'must be an event' }
  }
  const twin = isExact ? parseTwin(json) : undefined
  const twins = isJsonObject(twin) ? twin : {}
  return {
    id: value.id ?? null,
    parent: value.parent ?? null,
    instance: value.instance ?? undefined,
    stream: value.stream ?? undefined,
    event: {
      type: value.type,
      time: value.time ?? null,
      importance: clampImportance(value.importance ?? 1),
      duration: value.duration ?? null,
      success: value.success ?? null,
      tags: value.tags ?? [],
      calledFrom: value.calledFrom ?? null,
      definedIn: value.definedIn ?? null,
      summary: value.summary ?? '',
      target: value.target ?? null,
      query: null,
      payload: writeJson(value.payload, twins.payload),
      metadata: value.metadata ? writeJson(value.metadata, twins.metadata) : null,
      nested: [],
    },
  }
}

/** A string is JSON text that the exporting database could not read as JSON. */
function writeJson(value: unknown, twin: unknown): string {
  return typeof value === 'string' ? value : writeExact(value, twin)
}

function joinPath(place: string, path: string): string {
  return path === '' ? place : `${place}.${path}`
}
