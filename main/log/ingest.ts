import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { keepAsItCame } from '../protocols/decode.ts'
import { LimitError, type Limits } from '../protocols/protocol.ts'
import type { IngestBatch, IngestResult, PackedResults } from './api.ts'
import { inTransaction } from './database.ts'
import { isDiskError, messageOf } from './database-error.ts'
import { type DecodedAhead, numberAhead } from './decode-ahead.ts'
import { at, type DecodedBatch, type DecodedMessage, decodeBatch, flatten, giveSequences } from './decode-batch.ts'
import type { NewEvent } from './event-columns.ts'
import type { EventWriter } from './event-writer.ts'
import type { InstanceBook } from './instances.ts'
import type { LogState } from './log-state.ts'
import { type NewSource, writeSources } from './mail-sources.ts'
import type { ChunkPacker, PackedChunk } from './packed-chunk.ts'
import { packResults } from './packed-results.ts'
import { placeInEventLog } from './place-events.ts'
import type { RecentRows } from './recent-rows.ts'
import type { Sequences } from './sequences.ts'
import { type NewPoint, type NewSeries, type SeriesBook, writeSeries } from './series.ts'

/** What storing needs of the log. */
export interface IngestLog {
  readonly connection: DuckDBConnection
  readonly packer: ChunkPacker<NewEvent>
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
  readonly chunks: readonly PackedChunk[]
  readonly rows: number
  /** Each instance that has new events, and when the last of them came, ms. */
  readonly touched: ReadonlyMap<string, number>
  readonly sources: readonly NewSource[]
  readonly series: readonly NewSeries[]
  readonly points: readonly NewPoint[]
}

/** What is numbered of a batch, and not packed yet. */
interface Numbered {
  readonly rows: NewEvent[]
  readonly series: NewSeries[]
  readonly points: NewPoint[]
}

/** Does what can be done with a batch before its turn comes. Returns what stores it then, and never rejects. */
export function prepareBatch(
  batch: IngestBatch,
  ahead: DecodedAhead | null,
  limits: Limits,
  log: IngestLog,
): () => Promise<PackedResults> {
  const decode = () => decodeBatch(batch, limits)
  if (ahead) return () => storeAhead(ahead, at(batch.received, batch.count - 1), log, decode)
  const decoded = decode()
  return async () => packResults(await storeBatch(decoded, log))
}

/**
 * Numbers and stores a batch that was decoded ahead, in one transaction, and answers for each of its messages. `decode`
 * decodes it again, for the case that it cannot be stored so.
 */
export async function storeAhead(
  ahead: DecodedAhead,
  received: number,
  log: IngestLog,
  decode: () => DecodedBatch,
): Promise<PackedResults> {
  const { connection, state, sequences } = log
  const { lastId } = state
  try {
    await sequences.load(ahead.streams, connection)
    numberAhead(ahead, lastId, ({ instance, stream }, count) => sequences.take(instance, stream, count))
    const touched = new Map(ahead.streams.map(({ instance }) => [instance, received]))
    await add({ chunks: ahead.chunks, rows: ahead.rows, touched, sources: [], series: [], points: [] }, log)
    return resultsOf(ahead, lastId)
  } catch {
    await forget(log)
    return packResults(await storeEach(decode(), log))
  }
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
    // A full disk says nothing about the message, and may have room for a shorter one.
    if (isDiskError(messageOf(error))) throw error
    return storeTogether([{ ...one, message: keepAsItCame(one.bytes, one.source, error) }], log)
  }
}

/** All messages, or none of them if it rejects. */
async function storeTogether(decoded: DecodedBatch, log: IngestLog): Promise<IngestResult[]> {
  const { connection, sequences, series, instances, packer } = log
  try {
    const placed = decoded.map((one) => placeMessage(one, instances))
    await sequences.load(streamsOf(placed), connection)
    await series.load(streamsWithPoints(placed), connection)
    const numbered: Numbered = { rows: [], series: [], points: [] }
    const results = placed.map((one) => numberEvents(one, log, numbered))
    const { rows } = numbered
    const touched = new Map(rows.map(({ instance, received }) => [instance, received]))
    const sources = rows.flatMap(({ id, event }) => (event.source ? [{ id, bytes: event.source }] : []))
    await add({ ...numbered, chunks: packer.pack(rows), rows: rows.length, touched, sources }, log)
    return results
  } catch (error) {
    await forget(log)
    throw error
  }
}

/** Adds to the log what has its numbers, all of it or nothing. */
async function add(additions: Additions, log: IngestLog): Promise<void> {
  const { connection, writer, state, instances, recent, sequences } = log
  const { chunks, rows, touched, sources, series, points } = additions
  if (rows === 0 && points.length === 0) return

  for (const [instance, received] of touched) instances.touch(instance, received)
  const added = [...touched.keys()].filter((instance) => !state.instances.has(instance))
  if (isSmallAndPlain(additions) && added.length === 0 && !instances.isChanged) await writer.append(chunks)
  else {
    await inTransaction(connection, async () => {
      for (const instance of added) if (!instances.has(instance)) await addInstance(connection, instance)
      await instances.write(connection)
      if (rows > 0) {
        await writer.append(
          chunks,
          sources.map(({ bytes }) => bytes.length),
        )
      }
      await writeSources(connection, sources)
      await writeSeries(connection, series, points)
    })
  }
  for (const instance of added) state.instances.add(instance)
  state.lastId += rows
  state.events += rows
  if (log.hasViewers) recent.add(chunks)
  else recent.clear()
  sequences.trim()
}

/** After something was numbered, but not stored. */
async function forget({ connection, sequences, series, instances }: IngestLog): Promise<void> {
  sequences.reset()
  series.reset()
  await instances.reload(connection)
}

/**
 * The usual batch, for which DuckDB's appender is a transaction of its own: BEGIN and COMMIT take as long as a small one. The
 * appender is waited for, though, while the next batch is decoded during a COMMIT, which is worth more in a flood.
 */
function isSmallAndPlain({ chunks, points, sources }: Additions): boolean {
  return chunks.length === 1 && points.length === 0 && sources.length === 0
}

function placeMessage(one: DecodedMessage, instances: InstanceBook): DecodedMessage {
  const { message, received } = one
  return message instanceof LimitError ? one : { ...one, message: placeInEventLog(message, received, instances) }
}

/** Numbers what is in a message; the first event follows the newest one of the log. */
function numberEvents(
  { message, source, received }: DecodedMessage,
  { state, sequences, series }: IngestLog,
  numbered: Numbered,
): IngestResult {
  if (message instanceof LimitError) return { kind: 'refused', limit: message.limit, reason: message.message }
  const { rows } = numbered
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
        numbered.series.push({ id, instance, stream, key })
      }
      if (series.isRepeated(instance, stream, key, value, extra) && !isReading) continue
      numbered.points.push({ series: id, time: time ?? received, value, extra })
    }
    giveSequences(rows, first, sequences.take(instance, stream, rows.length - first))
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

/** What is to be answered for each message of a batch that was decoded ahead, and follows the event `lastId`. */
function resultsOf({ accepted, messageRows, exceptions }: DecodedAhead, lastId: EventId): PackedResults {
  let id = lastId
  const lastIds = Float64Array.from(messageRows, (rows) => (id += rows))
  const others = new Map<number, IngestResult>()
  for (const [index, exception] of exceptions) {
    if ('limit' in exception) others.set(index, { kind: 'refused', ...exception })
    else others.set(index, { kind: 'stored', accepted: at(accepted, index), lastId: at(lastIds, index), ...exception })
  }
  return { accepted, lastIds, others }
}

/** An app that sends for the first time becomes an instance of its own name. */
async function addInstance(connection: DuckDBConnection, id: string): Promise<void> {
  await connection.run('INSERT INTO instances (id, name, created) VALUES ($1, $1, $2)', [id, BigInt(Date.now())])
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
