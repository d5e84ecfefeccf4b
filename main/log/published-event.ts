import type { DuckDBValue } from '@duckdb/node-api'
import { isPathField, resolveField } from '../../shared/query/fields.ts'
import { readTags } from './event-rows.ts'

/** An event as queries answer it: the published shape of the event log, then our own fields. What it lacks is absent. */
export type PublishedEvent = Readonly<Record<string, unknown>>

/** What `toPublishedEvent` reads, in its order. Numbers as DOUBLE, because a BigInt each would cost more. */
export const PUBLISHED_COLUMNS = `e.id::DOUBLE, e.instance, e.stream, e.type, e.payload, e.metadata, e.time::DOUBLE,
  e.sequence::DOUBLE, e.importance, e.duration, e.success, e.tags, e.target, e.summary, e.protocol, e.parent::DOUBLE,
  e.depth, e.descendants, e.called_from, e.defined_in, e.received::DOUBLE, strlen(e.payload)::DOUBLE,
  e.id IN (SELECT id FROM pins), e.shape, e.is_write,
  (SELECT n.text FROM notes n WHERE n.id = e.id)`

export function toPublishedEvent(row: readonly DuckDBValue[]): PublishedEvent {
  const [id, instance, stream, type, payload, metadata, time, sequence, importance, duration, success, tags] = row
  const [
    target,
    summary,
    protocol,
    parent,
    depth,
    descendants,
    calledFrom,
    definedIn,
    received,
    size,
    pinned,
    shape,
    write,
    note,
  ] = row.slice(12)
  return {
    id: String(id),
    instanceId: instance,
    stream_id: stream,
    event_type: type,
    payload: readJson(payload),
    metadata: metadata === null ? {} : readJson(metadata),
    timestamp: toIsoTime(time),
    sequence_number: sequence,
    importance,
    ...(duration !== null && { duration }),
    ...(success !== null && { success }),
    tags: readTags(tags),
    ...(target !== null && { target }),
    ...(shape !== null && { shape }),
    ...(write !== null && { write }),
    summary,
    protocol,
    ...(parent !== null && { parent: String(parent) }),
    depth,
    descendants,
    ...(calledFrom !== null && { calledFrom: readJson(calledFrom) }),
    ...(definedIn !== null && { definedIn: readJson(definedIn) }),
    received: toIsoTime(received),
    size,
    pinned,
    ...(note !== null && { note }),
  }
}

export function readJson(text: DuckDBValue | undefined): unknown {
  return typeof text === 'string' ? JSON.parse(text) : undefined
}

/** ISO 8601, or the number itself where it is outside of what dates can tell. */
export function toIsoTime(time: DuckDBValue | undefined): unknown {
  const date = new Date(Number(time))
  return Number.isNaN(date.getTime()) ? time : date.toISOString()
}

/** Where the fields of the log stand in a published event. */
const PUBLISHED_NAMES: Readonly<Record<string, string>> = {
  instance: 'instanceId',
  stream: 'stream_id',
  type: 'event_type',
  time: 'timestamp',
  sequence: 'sequence_number',
}

/** The event reduced to some fields, under the names they were asked for; dotted paths stay nested. */
export function selectFields(event: PublishedEvent, names: readonly string[]): PublishedEvent {
  const selected: Record<string, unknown> = {}
  for (const name of names) {
    const value = readField(event, name)
    if (value !== undefined) setAt(selected, name.split('.'), value)
  }
  return selected
}

function readField(event: PublishedEvent, name: string): unknown {
  const field = resolveField(name)
  if (!field) return undefined
  if (!isPathField(field)) return event[PUBLISHED_NAMES[field.name] ?? field.name]
  return field.roots.map((root) => readAt(event[root], field.path)).find((value) => value !== undefined)
}

function readAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined
    return Array.isArray(inner) && !/^\d+$/.test(step) ? undefined : Reflect.get(inner, step)
  }, value)
}

/** Defines rather than assigns, so that a step named `__proto__` is a member like any other. */
function setAt(target: object, [step = '', ...rest]: readonly string[], value: unknown): void {
  const known: unknown = Object.hasOwn(target, step) ? Reflect.get(target, step) : undefined
  const isOpen = typeof known === 'object' && known !== null
  const member = rest.length === 0 ? value : isOpen ? known : {}
  Object.defineProperty(target, step, { value: member, enumerable: true, writable: true, configurable: true })
  if (rest.length > 0 && typeof member === 'object' && member !== null) setAt(member, rest, value)
}
