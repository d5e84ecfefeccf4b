import type { DuckDBValue } from '@duckdb/node-api'
import { isPathField, resolveField } from '../../shared/query/fields.ts'
import type { EventQuery } from '../../shared/query/query.ts'
import { readTags } from './event-rows.ts'

/** An event as queries answer it: the published shape of the event log, then our own fields. What it lacks is absent. */
export type PublishedEvent = Readonly<Record<string, unknown>>

/** How a member of a published event is read. */
interface Column {
  /** Over table `events` as `e`; numbers as DOUBLE, because a BigInt each would cost more. */
  readonly sql: string
  /** Makes the member of the column's value, if it is not that value. */
  readonly read?: (value: DuckDBValue) => unknown
  /** What stands for NULL; without it, the event lacks the member. */
  readonly missing?: () => unknown
}

/** By the members of a published event, in their order. */
const COLUMNS: Readonly<Record<string, Column>> = {
  id: { sql: 'e.id::DOUBLE', read: String },
  instanceId: { sql: 'e.instance' },
  stream_id: { sql: 'e.stream' },
  event_type: { sql: 'e.type' },
  payload: { sql: 'e.payload', read: readJson },
  metadata: { sql: 'e.metadata', read: readJson, missing: () => ({}) },
  timestamp: { sql: 'e.time::DOUBLE', read: toIsoTime },
  sequence_number: { sql: 'e.sequence::DOUBLE' },
  importance: { sql: 'e.importance' },
  duration: { sql: 'e.duration' },
  success: { sql: 'e.success' },
  tags: { sql: 'e.tags', read: readTags, missing: () => [] },
  target: { sql: 'e.target' },
  shape: { sql: 'e.shape' },
  write: { sql: 'e.is_write' },
  summary: { sql: 'e.summary' },
  protocol: { sql: 'e.protocol' },
  parent: { sql: 'e.parent::DOUBLE', read: String },
  depth: { sql: 'e.depth' },
  descendants: { sql: 'e.descendants' },
  calledFrom: { sql: 'e.called_from', read: readJson },
  definedIn: { sql: 'e.defined_in', read: readJson },
  received: { sql: 'e.received::DOUBLE', read: toIsoTime },
  size: { sql: 'e.size::DOUBLE' },
  pinned: { sql: 'e.id IN (SELECT id FROM pins)' },
  note: { sql: '(SELECT n.text FROM notes n WHERE n.id = e.id)' },
}

/** Reads published events, or of each the part that some fields need: what nobody asks for is not read. */
export interface EventReader {
  /** What to select, over table `events` as `e`. */
  readonly columns: string
  read(row: readonly DuckDBValue[]): PublishedEvent
}

/** Of the fields that `select` names; of whole events without it. */
export function readEventsWith(select: EventQuery['select']): EventReader {
  const fields = select?.map(toSelectedField)
  const needed = fields && new Set(fields.flatMap(({ members }) => members))
  const columns = Object.entries(COLUMNS).filter(([name]) => needed?.has(name) ?? true)
  const read = (row: readonly DuckDBValue[]) => toPublishedEvent(columns, row)
  return {
    // Where nothing is left to read, there is still an event.
    columns: columns.map(([, { sql }]) => sql).join(', ') || 'true',
    read: fields ? (row) => selectFields(read(row), fields) : read,
  }
}

function toPublishedEvent(
  columns: readonly (readonly [string, Column])[],
  row: readonly DuckDBValue[],
): PublishedEvent {
  const event: Record<string, unknown> = {}
  for (const [index, [name, { read, missing }]] of columns.entries()) {
    const value = row[index] ?? null
    if (value !== null) event[name] = read ? read(value) : value
    else if (missing) event[name] = missing()
  }
  return event
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

/** A field that is asked for: where it is read from, and where it is put. */
interface SelectedField {
  /** Of a published event; the first that has it counts. */
  readonly members: readonly string[]
  /** Inside such a member. */
  readonly path: readonly string[]
  /** Under the name by which it was asked for; dotted paths stay nested. */
  readonly target: readonly string[]
}

function toSelectedField(name: string): SelectedField {
  const target = name.split('.')
  const field = resolveField(name)
  if (!field) return { members: [], path: [], target }
  if (isPathField(field)) return { members: field.roots, path: field.path, target }
  return { members: [PUBLISHED_NAMES[field.name] ?? field.name], path: [], target }
}

/** The event reduced to some fields. */
function selectFields(event: PublishedEvent, fields: readonly SelectedField[]): PublishedEvent {
  const selected: Record<string, unknown> = {}
  for (const { members, path, target } of fields) {
    const value = members.map((member) => readAt(event[member], path)).find((found) => found !== undefined)
    if (value !== undefined) setAt(selected, target, value)
  }
  return selected
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
