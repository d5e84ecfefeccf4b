import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { decodeMessage, keepAsItCame } from '../protocols/decode.ts'
import type { Decoded, DecodedEvent, Limits, Source } from '../protocols/protocol.ts'
import { LimitError } from '../protocols/protocol.ts'
import type { IngestBatch, IngestResult } from './api.ts'
import { CHUNK_ROWS } from './chunk-writer.ts'
import { inTransaction, messageOf } from './database.ts'
import type { EventWriter, NewEvent } from './event-writer.ts'
import type { InstanceBook } from './instances.ts'
import type { LogState } from './log-state.ts'
import { writeSources } from './mail-sources.ts'
import { placeInEventLog } from './place-events.ts'
import type { RecentRows } from './recent-rows.ts'
import type { Sequences } from './sequences.ts'
import { type NewPoint, type NewSeries, type SeriesBook, writeSeries } from './series.ts'

/** The messages of a batch, read but not stored. */
export type DecodedBatch = readonly DecodedMessage[]

/** What storing needs of the log. */
export interface IngestLog {
  readonly connection: DuckDBConnection
  readonly writer: EventWriter
  readonly state: LogState
  readonly sequences: Sequences
  readonly series: SeriesBook
  readonly instances: InstanceBook
  readonly recent: RecentRows
  /** Whether somebody will ask for the rows that are stored now. */
  hasViewers: boolean
}

/** What a batch adds to the log. */
interface Additions {
  readonly rows: NewEvent[]
  readonly series: NewSeries[]
  readonly points: NewPoint[]
}

/**
 * Numbers and stores the messages of a batch in one transaction, and answers for each of them. A batch that cannot be
 * stored so is stored message by message: what the log does not take of one is no reason to lose the others.
 */
export async function storeBatch(decoded: DecodedBatch, log: IngestLog): Promise<IngestResult[]> {
  try {
    return await storeTogether(decoded, log)
  } catch {
    return storeEach(decoded, log)
  }
}

/** Once not even the plain text of a message can be stored, the log is at fault, and the rest is not tried. */
async function storeEach(decoded: DecodedBatch, log: IngestLog): Promise<IngestResult[]> {
  const results: IngestResult[] = []
  let reason: string | null = null
  for (const one of decoded) {
    try {
      results.push(...(reason === null ? await storeAlone(one, log) : [{ kind: 'failed' as const, reason }]))
    } catch (error) {
      reason = messageOf(error)
      results.push({ kind: 'failed', reason })
    }
  }
  return results
}

async function storeAlone(one: DecodedMessage, log: IngestLog): Promise<IngestResult[]> {
  try {
    return await storeTogether([one], log)
  } catch (error) {
    return storeTogether([{ ...one, message: keepAsItCame(one.bytes, one.source, error) }], log)
  }
}

/** All messages, or none of them if it rejects. */
async function storeTogether(decoded: DecodedBatch, log: IngestLog): Promise<IngestResult[]> {
  const { connection, writer, state, sequences, series, instances, recent } = log
  try {
    const placed = decoded.map((one) => placeMessage(one, instances))
    await sequences.load(streamsOf(placed), connection)
    await series.load(streamsWithPoints(placed), connection)
    const additions: Additions = { rows: [], series: [], points: [] }
    const results = placed.map((one) => numberEvents(one, log, additions))
    const { rows } = additions
    if (rows.length === 0 && additions.points.length === 0) return results

    for (const { instance, received } of rows) instances.touch(instance, received)
    const added = new Set(rows.map((row) => row.instance).filter((instance) => !state.instances.has(instance)))
    if (isSmallAndPlain(additions) && added.size === 0 && !instances.isChanged) await writer.append(rows)
    else {
      await inTransaction(connection, async () => {
        for (const instance of added) if (!instances.has(instance)) await addInstance(connection, instance)
        await instances.write(connection)
        if (rows.length > 0) await writer.append(rows)
        await writeSources(connection, rows)
        await writeSeries(connection, additions.series, additions.points)
      })
    }
    for (const instance of added) state.instances.add(instance)
    state.lastId += rows.length
    state.events += rows.length
    if (log.hasViewers) recent.add(rows)
    else recent.clear()
    sequences.trim()
    return results
  } catch (error) {
    sequences.reset()
    series.reset()
    await instances.reload(connection)
    throw error
  }
}

/**
 * The usual batch, for which DuckDB's appender is a transaction of its own: BEGIN and COMMIT take as long as a small one. The
 * appender is waited for, though, while the next batch is decoded during a COMMIT, which is worth more in a flood.
 */
function isSmallAndPlain({ rows, points }: Additions): boolean {
  return points.length === 0 && rows.length <= CHUNK_ROWS && rows.every(({ event }) => event.source === undefined)
}

function placeMessage(one: DecodedMessage, instances: InstanceBook): DecodedMessage {
  const { message, received } = one
  return message instanceof LimitError ? one : { ...one, message: placeInEventLog(message, received, instances) }
}

/** Adds what is in a message to the additions; the first event follows the newest one of the log. */
function numberEvents(
  { message, source, received }: DecodedMessage,
  { state, sequences, series }: IngestLog,
  additions: Additions,
): IngestResult {
  if (message instanceof LimitError) return { kind: 'refused', limit: message.limit, reason: message.message }
  const { rows } = additions
  const start = rows.length
  for (const { instance = source.app, stream, events, points = [] } of message.streams) {
    const first = rows.length
    const place = { instance, stream, protocol: source.protocol, received }
    for (const event of events) flatten(event, state.lastId + rows.length, null, 0, place, rows)
    for (const { key, time, value, extra, isReading = false, event } of points) {
      const id = series.find(instance, stream, key) ?? state.lastId + rows.length + 1
      if (id > state.lastId + rows.length) {
        flatten(event, state.lastId + rows.length, null, 0, place, rows)
        series.begin(instance, stream, key, id)
        additions.series.push({ id, instance, stream, key })
      }
      if (series.isRepeated(instance, stream, key, value, extra) && !isReading) continue
      additions.points.push({ series: id, time: time ?? received, value, extra })
    }
    let sequence = sequences.take(instance, stream, rows.length - first)
    for (let index = first; index < rows.length; index++) at(rows, index).sequence = sequence++
  }
  const lastId = state.lastId + rows.length
  const result = { kind: 'stored' as const, accepted: message.accepted, problems: message.problems, lastId }
  if (!source.wantsSequences) return result
  const [first] = rows.slice(start, start + 1)
  return {
    ...result,
    sequences: rows.slice(start).map(({ sequence }) => sequence),
    ...(first && { place: { instance: first.instance, received } }),
  }
}

/** An app that sends for the first time becomes an instance of its own name. */
async function addInstance(connection: DuckDBConnection, id: string): Promise<void> {
  await connection.run('INSERT INTO instances (id, name, created) VALUES ($1, $1, $2)', [id, BigInt(Date.now())])
}

interface DecodedMessage {
  readonly message: Decoded | LimitError
  readonly bytes: Uint8Array
  readonly source: Source
  readonly received: number
}

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

function* streamsOf(decoded: readonly DecodedMessage[]): Generator<{ instance: string; stream: string }> {
  for (const { message, source } of decoded) {
    if (message instanceof LimitError) continue
    for (const { instance = source.app, stream } of message.streams) yield { instance, stream }
  }
}

function* streamsWithPoints(decoded: readonly DecodedMessage[]): Generator<{ instance: string; stream: string }> {
  for (const { message, source } of decoded) {
    if (message instanceof LimitError) continue
    for (const { instance = source.app, stream, points } of message.streams) if (points) yield { instance, stream }
  }
}

interface Place {
  readonly instance: string
  readonly stream: string
  readonly protocol: string
  readonly received: number
}

/** Adds an event and all nested in it, parents first, so that a tree has consecutive ids. Returns the last id given. */
function flatten(
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

function at<T>(list: ArrayLike<T>, index: number): T {
  const item = list[index]
  if (item === undefined) throw new RangeError(`no item ${index} among ${list.length}`)
  return item
}
