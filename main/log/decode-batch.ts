import type { EventId } from '../../shared/event.ts'
import { decodeMessage } from '../protocols/decode.ts'
import type { Decoded, DecodedEvent, LimitError, Limits, Source } from '../protocols/protocol.ts'
import type { IngestBatch } from './api.ts'
import type { NewEvent } from './event-columns.ts'

/** A message, read but not stored. */
export interface DecodedMessage {
  readonly message: Decoded | LimitError
  readonly bytes: Uint8Array
  readonly source: Source
  readonly received: number
}

/** The messages of a batch. */
export type DecodedBatch = readonly DecodedMessage[]

/** Decodes the messages of a batch. Needs nothing of the log, so that the next batch is read while one is stored. */
export function decodeBatch(batch: IngestBatch, limits: Limits): DecodedBatch {
  let start = 0
  return Array.from({ length: batch.count }, (_, index) => {
    const end = at(batch.ends, index)
    const bytes = batch.bytes.subarray(start, end)
    start = end
    const source = at(batch.sources, at(batch.sourceIndexes, index))
    return { message: decodeMessage(bytes, source, limits), bytes, source, received: at(batch.received, index) }
  })
}

/** Where an event came from. */
export interface Place {
  readonly instance: string
  readonly stream: string
  readonly protocol: string
  readonly received: number
}

/** Adds an event and all nested in it, parents first, so that a tree has consecutive ids. Returns the last id given. */
export function flatten(
  event: DecodedEvent,
  lastId: EventId,
  parent: EventId | null,
  depth: number,
  place: Place,
  rows: NewEvent[],
): EventId {
  const id = lastId + 1
  const row: NewEvent = {
    event,
    id,
    instance: place.instance,
    stream: place.stream,
    sequence: 0,
    received: place.received,
    parent,
    depth,
    descendants: 0,
    protocol: place.protocol,
  }
  rows.push(row)
  let last = id
  for (const nested of event.nested) last = flatten(nested, last, id, depth + 1, place, rows)
  row.descendants = last - id
  return last
}

/** Gives the rows from index `first` on their sequence numbers. */
export function giveSequences(rows: readonly NewEvent[], first: number, sequence: number): void {
  for (let index = first; index < rows.length; index++) at(rows, index).sequence = sequence + index - first
}

export function at<T>(list: ArrayLike<T>, index: number): T {
  const item = list[index]
  if (item === undefined) throw new RangeError(`no item ${index} among ${list.length}`)
  return item
}
