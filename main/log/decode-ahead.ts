import type { EventId } from '../../shared/event.ts'
import { LimitError, type Limits, type Problem } from '../protocols/protocol.ts'
import { findProtocol } from '../protocols/table.ts'
import type { IngestBatch } from './api.ts'
import { at, decodeBatch, flatten, giveSequences } from './decode-batch.ts'
import { EVENT_AT, EVENT_TYPES, type NewEvent } from './event-columns.ts'
import { type ChunkPacker, ColumnView, type PackedChunk } from './packed-chunk.ts'
import { readInt64, writeInt64 } from './words.ts'

/** A stream that events are added to. */
export interface StreamPlace {
  readonly instance: string
  readonly stream: string
}

/** What is to be said of a message that is not as it should be: what is wrong in it, or over which limit it is. */
export type MessageException =
  | { readonly problems: readonly Problem[] }
  | { readonly limit: keyof Limits; readonly reason: string }

/**
 * A batch decoded and packed on another thread than the log's, where all that is left to do is to number its events: they
 * have ids and sequence numbers as if the log had been empty, and each stream before each part of it.
 */
export interface DecodedAhead {
  readonly chunks: readonly PackedChunk[]
  /** Events. */
  readonly rows: number
  /** The streams of the parts, each once. */
  readonly streams: readonly StreamPlace[]
  /** By part, which is the events of one message that share a stream: an index into `streams`, and how many events. */
  readonly partStreams: Uint32Array<ArrayBuffer>
  readonly partRows: Uint32Array<ArrayBuffer>
  /** By message: events that were accepted, and events that are stored. */
  readonly accepted: Uint32Array<ArrayBuffer>
  readonly messageRows: Uint32Array<ArrayBuffer>
  /** By message, for the few that have one. */
  readonly exceptions: ReadonlyMap<number, MessageException>
}

/** Decodes and packs a batch; null if one of its messages is of a protocol whose events depend on what is in the log. */
export function decodeAhead(batch: IngestBatch, limits: Limits, packer: ChunkPacker<NewEvent>): DecodedAhead | null {
  if (batch.sources.some(({ protocol }) => findProtocol(protocol).dependsOnLog)) return null
  const rows: NewEvent[] = []
  const parts = new Parts()
  const accepted = new Uint32Array(batch.count)
  const messageRows = new Uint32Array(batch.count)
  const exceptions = new Map<number, MessageException>()
  for (const [index, { message, source, received }] of decodeBatch(batch, limits).entries()) {
    if (message instanceof LimitError) {
      exceptions.set(index, { limit: message.limit, reason: message.message })
      continue
    }
    const start = rows.length
    for (const { instance = source.app, stream, events } of message.streams) {
      const first = rows.length
      const place = { instance, stream, protocol: source.protocol, received }
      for (const event of events) flatten(event, rows.length, null, 0, place, rows)
      giveSequences(rows, first, 1)
      parts.add(instance, stream, rows.length - first)
    }
    accepted[index] = message.accepted
    messageRows[index] = rows.length - start
    if (message.problems.length > 0) exceptions.set(index, { problems: message.problems })
  }
  return { chunks: packer.pack(rows), rows: rows.length, ...parts.pack(), accepted, messageRows, exceptions }
}

/** The arrays that change threads with it. */
export function aheadBuffersOf({ chunks, partStreams, partRows, accepted, messageRows }: DecodedAhead): ArrayBuffer[] {
  return [
    ...chunks.flatMap(({ data, heap }) => [data, heap.buffer]),
    ...[partStreams, partRows, accepted, messageRows].map(({ buffer }) => buffer),
  ]
}

/**
 * Gives the events their numbers: ids behind `lastId`, and in each part sequence numbers from the one that `take` returns
 * for so many events of a stream.
 */
export function numberAhead(
  ahead: DecodedAhead,
  lastId: EventId,
  take: (place: StreamPlace, count: number) => number,
): void {
  const starts = Array.from(ahead.partRows, (count, part) =>
    take(at(ahead.streams, at(ahead.partStreams, part)), count),
  )
  let part = 0
  let left = ahead.partRows[0] ?? 0
  for (const chunk of ahead.chunks) {
    const id = new ColumnView(chunk, EVENT_TYPES, EVENT_AT.id)
    const parent = new ColumnView(chunk, EVENT_TYPES, EVENT_AT.parent)
    const sequence = new ColumnView(chunk, EVENT_TYPES, EVENT_AT.sequence)
    for (let row = 0; row < chunk.rows; row++) {
      while (left === 0) left = at(ahead.partRows, ++part)
      left--
      addTo(id, row, lastId)
      if (!parent.isNull(row)) addTo(parent, row, lastId)
      addTo(sequence, row, at(starts, part) - 1)
    }
  }
}

function addTo({ words }: ColumnView, row: number, number: number): void {
  writeInt64(words, 2 * row, readInt64(words, 2 * row) + number)
}

/** Gathers the parts, and the streams they are of. */
class Parts {
  private readonly indexes = new Map<string, number>()
  private readonly streams: StreamPlace[] = []
  private readonly partStreams: number[] = []
  private readonly partRows: number[] = []

  add(instance: string, stream: string, rows: number): void {
    const key = `${instance}\u0000${stream}`
    let index = this.indexes.get(key)
    if (index === undefined) {
      index = this.streams.push({ instance, stream }) - 1
      this.indexes.set(key, index)
    }
    this.partStreams.push(index)
    this.partRows.push(rows)
  }

  pack() {
    const { streams, partStreams, partRows } = this
    return { streams, partStreams: new Uint32Array(partStreams), partRows: new Uint32Array(partRows) }
  }
}
