import type { CodeLocation, EventId } from '../../shared/event.ts'
import type { DecodedEvent } from '../protocols/protocol.ts'
import { ChunkPacker, type Column } from './packed-chunk.ts'

/** Unit separator, U+001F: stands before, between and after the tags of an event. */
export const TAG_SEPARATOR = '\u001f'

/** An event with its place in the log. */
export interface NewEvent {
  readonly event: DecodedEvent
  readonly id: EventId
  readonly instance: string
  readonly stream: string
  /** Set once all events of its stream in the message are counted. */
  sequence: number
  readonly received: number
  readonly parent: EventId | null
  readonly depth: number
  /** Set once all events nested in it are numbered. */
  descendants: number
  readonly protocol: string
}

/** The table's columns in order, with how a row fills them. */
const COLUMNS = {
  id: { type: 'bigint', value: (row) => row.id },
  instance: { type: 'text', value: (row) => row.instance },
  stream: { type: 'text', value: (row) => row.stream },
  sequence: { type: 'bigint', value: (row) => row.sequence },
  type: { type: 'text', value: (row) => row.event.type },
  time: { type: 'bigint', value: (row) => row.event.time ?? row.received },
  received: { type: 'bigint', value: (row) => row.received },
  importance: { type: 'tinyint', value: (row) => row.event.importance },
  duration: { type: 'double', value: (row) => row.event.duration },
  success: { type: 'boolean', value: (row) => row.event.success },
  tags: { type: 'text', value: (row) => writeTags(row.event.tags) },
  calledFrom: { type: 'text', value: (row) => writeLocation(row.event.calledFrom) },
  definedIn: { type: 'text', value: (row) => writeLocation(row.event.definedIn) },
  parent: { type: 'bigint', value: (row) => row.parent },
  depth: { type: 'smallint', value: (row) => row.depth },
  descendants: { type: 'integer', value: (row) => row.descendants },
  summary: { type: 'text', value: (row) => row.event.summary },
  target: { type: 'text', value: (row) => row.event.target },
  protocol: { type: 'text', value: (row) => row.protocol },
  payload: { type: 'text', value: (row) => row.event.payload },
  metadata: { type: 'text', value: (row) => row.event.metadata },
  isSummaryInPayload: { type: 'boolean', value: (row) => isSummaryInPayload(row.event.summary, row.event.payload) },
  shape: { type: 'double', value: (row) => row.event.query?.shape ?? null },
  queryHash: { type: 'double', value: (row) => row.event.query?.hash ?? null },
  isWrite: { type: 'boolean', value: (row) => row.event.query?.isWrite ?? null },
  size: { type: 'integer', value: (row) => Buffer.byteLength(row.event.payload) },
} as const satisfies Record<string, Column<NewEvent>>

export type EventColumn = keyof typeof COLUMNS

export const EVENT_COLUMNS = Object.keys(COLUMNS) as readonly EventColumn[]

export const EVENT_TYPES = Object.values(COLUMNS).map(({ type }) => type)

/** The index of each column. */
export const EVENT_AT = Object.fromEntries(EVENT_COLUMNS.map((name, index) => [name, index])) as Readonly<
  Record<EventColumn, number>
>

export function makeEventPacker(): ChunkPacker<NewEvent> {
  return new ChunkPacker(Object.values(COLUMNS))
}

/** What JSON writes in another way: quotes, backslashes, control characters, and halves of surrogate pairs. */
const ESCAPED = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

/** Whether a summary stands in the payload's JSON as it is, so that what is found in it is found there. */
export function isSummaryInPayload(summary: string, payload: string): boolean {
  return payload.includes(ESCAPED.test(summary) ? JSON.stringify(summary).slice(1, -1) : summary)
}

function writeTags(tags: readonly string[]): string | null {
  if (tags.length === 0) return null
  return TAG_SEPARATOR + tags.map((tag) => tag.replaceAll(TAG_SEPARATOR, ' ')).join(TAG_SEPARATOR) + TAG_SEPARATOR
}

/** `JSON.stringify` takes five times as long for the usual location, which is a plain file and a line. */
function writeLocation(location: CodeLocation | null): string | null {
  if (location === null) return null
  const { file, line, positionStart, positionEnd } = location
  if (positionStart !== undefined || positionEnd !== undefined || line === undefined || ESCAPED.test(file)) {
    return JSON.stringify(location)
  }
  return `{"file":"${file}","line":${line}}`
}
