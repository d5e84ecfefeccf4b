import type { MessagePort } from 'node:worker_threads'
import type { DebugEvent, EventId } from '../../shared/event.ts'
import type {
  ClearedLog,
  Dropped,
  Facets,
  InstanceInfo,
  RequestArg,
  RequestResult,
  TargetTotal,
  ViewCounts,
  ViewPage,
  ViewSpec,
  ViewState,
} from '../../shared/messages.ts'
import type { EventQuery, QueryResult } from '../../shared/query/query.ts'
import type { Series, SeriesPart, SeriesPoint } from '../../shared/series.ts'
import type { ExportSelection } from '../../shared/transfer.ts'
import type { Limits, Problem, Source } from '../protocols/protocol.ts'
import type { DecodedAhead } from './decode-ahead.ts'
import type { RowRange } from './export-events.ts'
import type { EventLogInstance, InstanceChanges } from './instances.ts'
import type { TableLimits, TableSlice } from './measure-table.ts'
import type { PlainEvent, PlainEventPage } from './plain-events.ts'

/** What a log is opened with. */
export interface LogOptions {
  readonly dataDir: string
  readonly limits: Limits
  readonly retention: Retention
  /** Of a log that went before it, where that has ended without being closed: no id and no generation is given twice. */
  readonly before?: { readonly lastId: EventId; readonly generation: number }
  /** What was found to be wrong with the file, which is set aside then. */
  readonly damage?: string | null
}

/** What the log's thread is told first: calls also come from the decoder's. */
export interface LogThreadOptions extends LogOptions {
  readonly decoder: MessagePort
  /** The memory of its `LogTurns`. */
  readonly turns?: SharedArrayBuffer
}

/** What the decoder's thread is started with. */
export interface DecoderOptions {
  readonly limits: Limits
  /** Takes calls of the log. */
  readonly log: MessagePort
}

/** The oldest events beyond either limit are deleted; pinned ones stay. */
export interface Retention {
  /** Events kept at most. */
  readonly events: number
  /** Bytes on disk at most. */
  readonly bytes: number
  /** Points of metrics kept at most. */
  readonly points: number
}

/** Messages gathered while the ones before were stored. Arrays may be longer than what is in them. */
export interface IngestBatch {
  /** Of all messages, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each message ends in `bytes`; it begins where the one before ended. */
  readonly ends: Float64Array<ArrayBuffer>
  /** ms since the epoch. */
  readonly received: Float64Array<ArrayBuffer>
  /** Indexes into `sources`. */
  readonly sourceIndexes: Uint32Array<ArrayBuffer>
  /** Messages. */
  readonly count: number
  readonly sources: readonly Source[]
}

/** What became of one message. */
export type IngestResult =
  /** On disk. `lastId` is the id of its last event. */
  | {
      readonly kind: 'stored'
      readonly accepted: number
      readonly problems: readonly Problem[]
      readonly lastId: EventId
      /** Of its events in order, where the source wants them. */
      readonly sequences?: readonly number[]
      /** Where the source wants sequences, and something was stored: the instance of its events, and when they came. */
      readonly place?: { readonly instance: string; readonly received: number }
    }
  /** Over a limit: nothing of it was kept. */
  | { readonly kind: 'refused'; readonly limit: keyof Limits; readonly reason: string }
  /** The log could not be written. */
  | { readonly kind: 'failed'; readonly reason: string }

/** What became of each message of a batch; the usual case, stored without a problem, as columns. */
export interface PackedResults {
  readonly accepted: Uint32Array
  readonly lastIds: Float64Array
  /** All other results, by the index of their message. */
  readonly others: ReadonlyMap<number, IngestResult>
}

export interface LogStats {
  readonly events: number
  readonly lastId: EventId
  /** On disk. */
  readonly bytes: number
  readonly dropped: Dropped
  /** Grows when events went away or came back, so that row indexes in open views changed. */
  readonly generation: number
  readonly undoUntil: number | null
}

export interface ViewChange extends ViewCounts {
  readonly view: number
  readonly tail: ViewPage | null
}

/** What the log can do. Each function runs in the worker thread; `viewer` numbers the viewer whose view is meant. */
export interface LogApi {
  /** `ahead` is what the decoder's thread has made of the batch; without it, that is left to the log's. */
  ingest(batch: IngestBatch, ahead?: DecodedAhead | null): { results: PackedResults; stats: LogStats }
  stats(): LogStats
  openView(viewer: number, spec: ViewSpec): ViewState
  /** Finds the rest of a view that was opened eagerly; null if nothing is missing, or another one has been opened by then. */
  completeView(viewer: number): ViewState | null
  /** Opens the same view again after `generation` grew; null without a view. */
  reopenView(viewer: number): ViewState | null
  /** Takes the events stored since into the view; null if none of them changed it. */
  advanceView(viewer: number): ViewChange | null
  viewFacets(viewer: number): { view: number; facets: Facets } | null
  closeView(viewer: number): void
  page(viewer: number, page: RequestArg<'view/page'>): ViewPage
  locate(viewer: number, at: RequestArg<'view/locate'>): number
  find(viewer: number, search: RequestArg<'view/find'>): RequestResult<'view/find'>
  event(id: EventId): DebugEvent | null
  matchRules(match: RequestArg<'event/match'>): RequestResult<'event/match'>
  /** Pins an event with a note, '' for none; null unpins it. */
  setPin(id: EventId, note: string | null): void
  /** Deletes an event so that nothing of it is left on disk; false if there is none. */
  forget(id: EventId): boolean
  totals(query: EventQuery): readonly TargetTotal[]
  queryMarks(ids: readonly EventId[]): RequestResult<'query/marks'>
  querySiblings(id: EventId): RequestResult<'query/siblings'>
  streams(filter: RequestArg<'log/streams'>): readonly InstanceInfo[]
  query(query: EventQuery): QueryResult
  /** The same, on a connection of its own; `job` names it for `cancelJob`. */
  queryAsJob(job: string, query: EventQuery): QueryResult
  /** Makes an instance of the event log. This and the next six throw an `InstanceError`. */
  createInstance(instance: { name: string; description: string | null }): EventLogInstance
  /** The instance with that id or name, which is made if there is none. */
  ensureInstance(reference: string): EventLogInstance
  /** The instance with that id or name. */
  findInstance(reference: string): EventLogInstance
  listInstances(): readonly EventLogInstance[]
  updateInstance(reference: string, changes: InstanceChanges): EventLogInstance
  /** Deletes an instance with all that was appended to it, for good. */
  deleteInstance(reference: string): EventLogInstance
  /** `events` are those that were appended. */
  instanceStats(reference: string): { readonly instance: EventLogInstance; readonly events: number }
  streamList(query: RequestArg<'stream/list'>): RequestResult<'stream/list'>
  /** Writes a file; resolves with the number of events in it. `job` names it for `cancelJob`. */
  exportFile(job: string, file: string, selection: ExportSelection): number
  /** Cuts a Parquet file into slices for `convertToLines`. */
  measureTable(job: string, table: string, limits: TableLimits): readonly TableSlice[]
  /** Writes some rows of a Parquet file, or with null all of a CSV, as lines of an export. */
  convertToLines(job: string, table: string, rows: RowRange | null, file: string): void
  /** Ends a query, an export or a conversion that is running; it fails then. */
  cancelJob(job: string): void
  /** What a mail was made of; null where that was not kept. */
  mailSource(id: EventId): Uint8Array | null
  streamEvents(page: RequestArg<'stream/events'>): RequestResult<'stream/events'>
  streamOutline(page: RequestArg<'stream/outline'>): RequestResult<'stream/outline'>
  /** For protocols, which know what they ask for: nobody has checked the conditions. */
  plainEvents(page: PlainEventPage): readonly PlainEvent[]
  series(of: { instance: string; stream: string }): readonly Series[]
  points(of: SeriesPart): readonly SeriesPoint[]
  /** Files of code that an instance has reported, those most often seen first. */
  codeFiles(instance: string): readonly string[]
  /** New limits, in force at once. */
  setRetention(retention: Retention): void
  clear(): ClearedLog
  /** False when there is nothing to undo. */
  undoClear(): boolean
  /** Writes everything into the file and closes it. */
  close(): void
}

export type LogMethod = keyof LogApi

/** To the worker. */
export interface LogCall<M extends LogMethod = LogMethod> {
  readonly seq: number
  readonly method: M
  readonly args: Parameters<LogApi[M]>
}

/** From the worker. */
export type LogReply =
  | { readonly seq: number; readonly result: unknown }
  | { readonly seq: number; readonly error: { readonly code: string; readonly message: string } }
  /** Sent when something else than `ingest` changed the log. */
  | { readonly changed: LogStats }
  /** Sent when keeping the log in order failed, which is tried again, or when a part of it cannot be read. */
  | { readonly problem: string }
  /** Sent when nothing can be stored, with the reason, and with null once something can be again. */
  | { readonly fault: string | null }
  /** Sent when nothing more can be done with the file before it is opened anew. */
  | { readonly fatal: string }
  /** Sent once, when the log is open: `notice` tells of a file set aside. */
  | { readonly ready: LogStats; readonly setAside: { code: string; file: string; reason: string } | null }
  /** Sent instead of `ready` when it cannot be opened. */
  | { readonly failed: { readonly code: string; readonly message: string } }

/** What `LogApi` declares, as the log's own thread has it: every function answers later. */
export type AsyncLogApi = {
  readonly [M in keyof LogApi]: (...args: Parameters<LogApi[M]>) => Promise<ReturnType<LogApi[M]>>
}
