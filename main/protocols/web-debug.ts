import type { CodeLocation } from '../../shared/event.ts'
import type { QueryPayload } from '../../shared/events/query.ts'
import { mayLoseNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'
import { clampImportance } from '../../shared/importance.ts'
import { explainFailure, makeInvalidEvent } from './invalid-event.ts'
import { checkJsonLimits, isJsonObject, type JsonObject, parseJson } from './json.ts'
import type { Decoded, DecodedEvent, DecodedStream, Limits, Problem, Protocol, Source } from './protocol.ts'
import { LimitError } from './protocol.ts'
import { readExactFacts } from './query-facts.ts'
import { summarize } from './summary.ts'
import {
  eventShape,
  payloadShapes,
  repairEvent,
  repairPayload,
  TYPE_ALIASES,
  type WireEvent,
} from './web-debug-shape.ts'

/** Key of an envelope inside the app's own answer. */
const INJECTED_KEY = '_x_http_debug'
/** The only version of the protocol there is. */
const VERSION = 1

/**
 * Documents of the web debug protocol, version 1: an envelope (`id` or `uuid`, `version`, `events`), a bare event, an
 * array of either, one of these per line (NDJSON), or an app's own JSON answer with an envelope in it (`_x_http_debug`).
 */
export const webDebug: Protocol = {
  name: 'web-debug',
  decode(bytes, source, limits) {
    const decoding = new Decoding(source, limits)
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
    const isExact = mayLoseNumbers(bytes, text)
    for (const document of readDocuments(text, isExact)) decoding.readDocument(document)
    return decoding.result()
  },
}

/**
 * A JSON text of a message, read; `path` is where it stands in the message. `twin` is the same value with its numbers as
 * they were written, where some of them may be longer than a double.
 */
type JsonDocument = { readonly path: string } & (
  | { readonly value: unknown; readonly twin: unknown }
  | { readonly text: string; readonly reason: string }
)

/**
 * A message is one document. If it is none, but most of its lines are, it is NDJSON: a broken line does not take the
 * others with it.
 */
function readDocuments(text: string, isExact: boolean): JsonDocument[] {
  const whole = readDocument(text, '', isExact)
  if ('value' in whole) return [whole]
  const lines = text
    .split('\n')
    .map((line, index) => ({ line, path: `lines[${index}]` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, path }) => readDocument(line, path, isExact))
  const readable = lines.filter((line) => 'value' in line && typeof line.value === 'object' && line.value !== null)
  return lines.length > 1 && readable.length * 2 >= lines.length ? lines : [whole]
}

function readDocument(text: string, path: string, isExact: boolean): JsonDocument {
  try {
    return { path, value: parseJson(text), twin: isExact ? parseTwin(text) : undefined }
  } catch (error) {
    return { path, text, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Reads one message; what is wrong with a part of it becomes an `invalid` event in its place. */
class Decoding {
  private readonly source: Source
  private readonly limits: Limits
  private readonly streams: DecodedStream[] = []
  private readonly problems: Problem[] = []
  private accepted = 0
  /** Bare events of the message, gathered into one stream. */
  private bare: DecodedEvent[] | null = null

  constructor(source: Source, limits: Limits) {
    this.source = source
    this.limits = limits
  }

  result(): Decoded {
    return { streams: this.streams, accepted: this.accepted, problems: this.problems }
  }

  readDocument(document: JsonDocument): void {
    const { path } = document
    if ('reason' in document) this.addBare(this.invalid({ path, reason: document.reason }, document.text))
    else if (Array.isArray(document.value)) {
      for (const [index, item] of document.value.entries()) {
        this.readItem(item, `${path}[${index}]`, inside(document.twin, index))
      }
    } else this.readItem(document.value, path, document.twin)
  }

  private readItem(value: unknown, path: string, twin: unknown): void {
    const injected = readInjected(value, twin, this.limits)
    if (injected) this.readEnvelope(injected.envelope, join(path, INJECTED_KEY), injected.twin)
    else if (isJsonObject(value) && !('type' in value) && ('events' in value || 'uuid' in value || 'id' in value)) {
      this.readEnvelope(value, path, twin)
    } else this.addBare(this.readEvent(value, path, twin, []))
  }

  private addBare(event: DecodedEvent): void {
    if (!this.bare) {
      this.bare = []
      this.streams.push({ stream: this.source.stream, events: this.bare })
    }
    this.bare.push(event)
  }

  private readEnvelope(envelope: JsonObject, path: string, twin: unknown): void {
    const deviations: string[] = []
    const id = envelope.id ?? envelope.uuid
    let stream = this.source.stream
    if ((typeof id === 'string' && id !== '') || typeof id === 'number') stream = String(id)
    else deviations.push('envelope: no id')
    if (envelope.version !== VERSION) deviations.push(`envelope: version ${JSON.stringify(envelope.version)} is not 1`)

    if (!Array.isArray(envelope.events)) {
      const reason = envelope.events === undefined ? 'is required and missing' : 'must be array'
      const problem = { path: join(path, 'events'), reason }
      this.streams.push({ stream, events: [this.invalid(problem, envelope)] })
      return
    }
    const twins = inside(twin, 'events')
    const events = envelope.events.map((event: unknown, index) =>
      this.readEvent(event, join(path, `events[${index}]`), inside(twins, index), index === 0 ? deviations : []),
    )
    if (events.length > 0) this.streams.push({ stream, events })
  }

  private readEvent(value: unknown, path: string, twin: unknown, deviations: string[]): DecodedEvent {
    this.countEvent()
    const read = readAlone(value, path, twin, deviations)
    if ('reason' in read) return this.invalid(read, value)
    this.accepted++
    const twins = inside(twin, 'nested')
    for (const [index, nested] of read.nested.entries()) {
      read.event.nested.push(this.readEvent(nested, join(path, `nested[${index}]`), inside(twins, index), []))
    }
    return read.event
  }

  private countEvent(): void {
    if (this.accepted + this.problems.length >= this.limits.eventsPerMessage) {
      throw new LimitError('eventsPerMessage', `more than ${this.limits.eventsPerMessage} events in one message`)
    }
  }

  private invalid(problem: Problem, source: unknown): DecodedEvent {
    const event = makeInvalidEvent(problem, typeof source === 'string' ? source : JSON.stringify(source))
    this.problems.push(problem)
    return event
  }
}

/** An event whose nested ones are still to be read. */
interface ReadEvent {
  readonly event: DecodedEvent & { readonly nested: DecodedEvent[] }
  readonly nested: readonly unknown[]
}

/** What fails on an event, although it should not, is a problem of that event and no other. */
function readAlone(value: unknown, path: string, twin: unknown, deviations: string[]): ReadEvent | Problem {
  try {
    return readEvent(value, path, twin, deviations)
  } catch (error) {
    return { path, reason: explainFailure(error) }
  }
}

function readEvent(value: unknown, path: string, twin: unknown, deviations: string[]): ReadEvent | Problem {
  if (!isJsonObject(value)) return { path, reason: `must be an event, not ${describe(value)}` }
  let event: WireEvent
  let extra: JsonObject = {}
  if (eventShape.is(value)) event = value
  else {
    const repaired = repairEvent(value, deviations)
    if (!eventShape.is(repaired.event)) {
      const problem = eventShape.problem(repaired.event)
      return { path: join(path, problem.path), reason: problem.reason }
    }
    event = repaired.event
    extra = repaired.extra
  }
  const alias = TYPE_ALIASES.get(event.type)
  if (alias !== undefined) deviations.push(`type: ${event.type} is stored as ${alias}`)
  const type = alias ?? event.type

  if (type === 'invalid') return { path: join(path, 'type'), reason: 'the type "invalid" is the collector\'s own' }
  let payload: JsonObject = event.payload
  const shape = payloadShapes.get(type)
  if (shape && !shape.is(payload)) {
    payload = repairPayload(type, payload, deviations)
    if (!shape.is(payload)) {
      const problem = shape.problem(payload)
      return { path: join(path, join('payload', problem.path)), reason: problem.reason }
    }
  }
  return {
    event: {
      type,
      time: event.time === undefined ? null : Math.round(event.time),
      importance: clampImportance(event.importance ?? defaultImportance(type, event.success)),
      duration: event.duration ?? null,
      success: event.success ?? null,
      tags: event.tags ?? [],
      calledFrom: readLocation(event.calledFrom),
      definedIn: readLocation(event.definedIn),
      summary: summarize(type, payload),
      target: type === 'query' ? String(payload.target) : null,
      query: type === 'query' ? readExactFacts(payload as QueryPayload, inside(twin, 'payload')) : null,
      payload: writeExact(payload, inside(twin, 'payload')),
      metadata: writeMetadata(deviations, extra),
      nested: [],
    },
    nested: event.nested ?? [],
  }
}

/** php-core's own default is 1; a failure that names no importance is an error, and so is an exception. */
function defaultImportance(type: string, success: boolean | undefined): number {
  return success === false || type === 'exception' ? 5 : 1
}

function readLocation(location: WireEvent['calledFrom']): CodeLocation | null {
  return location ?? null
}

function writeMetadata(deviations: readonly string[], extra: JsonObject): string | null {
  const hasExtra = Object.keys(extra).length > 0
  if (deviations.length === 0 && !hasExtra) return null
  return JSON.stringify({ ...(deviations.length > 0 && { deviations }), ...(hasExtra && { extra }) })
}

/**
 * The envelope that an app has put into its own JSON answer, as an object or as text; null where there is none. A sender
 * may pass such an answer on as it is.
 */
function readInjected(value: unknown, twin: unknown, limits: Limits): { envelope: JsonObject; twin: unknown } | null {
  const found = isJsonObject(value) ? value[INJECTED_KEY] : undefined
  if (typeof found === 'string') return readInjectedText(found, twin !== undefined, limits)
  return isJsonObject(found) ? { envelope: found, twin: inside(twin, INJECTED_KEY) } : null
}

function readInjectedText(
  text: string,
  isExact: boolean,
  limits: Limits,
): { envelope: JsonObject; twin: unknown } | null {
  // The door has measured the message, to which this is one string.
  checkJsonLimits(Buffer.from(text), limits)
  try {
    const envelope: unknown = JSON.parse(text)
    return isJsonObject(envelope) ? { envelope, twin: isExact ? parseTwin(text) : undefined } : null
  } catch {
    return null
  }
}

/** What stands at a key or index of a twin; undefined where there is no twin. */
function inside(twin: unknown, step: string | number): unknown {
  return typeof twin === 'object' && twin !== null ? (twin as Record<string | number, unknown>)[step] : undefined
}

function join(path: string, part: string): string {
  if (path === '' || part === '') return path + part
  return part.startsWith('[') ? path + part : `${path}.${part}`
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
