import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Limits } from '../protocols/protocol.ts'
import type { AsyncLogApi, LogOptions, LogStats } from './api.ts'
import { countAppended } from './appended-events.ts'
import { dropLeftOver } from './clear.ts'
import { Clearing } from './clearing.ts'
import { type Database, openDatabase, type SetAside } from './database.ts'
import { makeEventPacker } from './event-columns.ts'
import { EventWriter } from './event-writer.ts'
import { exportDocument } from './export-document.ts'
import { convertToLines, exportEvents } from './export-events.ts'
import { FileGuard } from './file-guard.ts'
import { forgetEvent } from './forget.ts'
import { type IngestLog, prepareBatch } from './ingest.ts'
import { InstanceWriter } from './instance-writer.ts'
import { Jobs } from './jobs.ts'
import { type LogContents, openContents } from './log-contents.ts'
import { countEvents, type LogState } from './log-state.ts'
import { LogTurns } from './log-turns.ts'
import { measureTable } from './measure-table.ts'
import { OpenViews } from './open-views.ts'
import type { PinBoard } from './pins.ts'
import { Queue } from './queue.ts'
import { makeReadApi, type ReadApi } from './read-api.ts'
import { Readers } from './readers.ts'
import { RecentRows } from './recent-rows.ts'
import { fileBytes } from './retention.ts'
import { resolveFrom, runQuery } from './run-query.ts'
import { Sequences } from './sequences.ts'
import { SeriesBook } from './series.ts'
import { ShapeCounts } from './shape-counts.ts'
import { TableDatabase } from './table-database.ts'
import { Upkeep } from './upkeep.ts'
import { type LogMoment, withoutTypes } from './view.ts'

/** Connections for viewers and queries, beside the one that writes. */
const READERS = 3
/** The size on disk that is told is at most this old, ms. */
const SIZE_AGE = 500
export interface OpenedLog {
  readonly api: AsyncLogApi
  readonly stats: LogStats
  readonly setAside: SetAside | null
}

export interface EventLogListeners {
  /** Something else than `ingest` changed the log: a clear, its undoing, retention. */
  onChange(stats: LogStats): void
  /** Tidying up failed, which loses nothing; it is tried again. */
  onProblem(reason: string): void
  /** Why nothing can be stored now; null once something can be again. */
  onFault(reason: string | null): void
  /** The log has to be closed and opened anew; until then it stores nothing. */
  onEnd(reason: string): void
}

/** Opens the event log of a data folder, whose `opening` may have begun before. One writer, in order; readers beside it. */
export async function openEventLog(
  options: LogOptions,
  listeners: EventLogListeners,
  opening = openDatabase(options.dataDir),
  turns = new LogTurns(),
): Promise<OpenedLog> {
  const contents = await openContents(opening, options.damage ?? null)
  contents.state.lastId = Math.max(contents.state.lastId, options.before?.lastId ?? 0)
  const readers = await Readers.open(contents.database.instance, READERS)
  const log = new EventLog(options, listeners, contents, readers, turns)
  log.begin()
  return { api: log.api, stats: log.stats(), setAside: contents.database.setAside }
}

class EventLog {
  readonly api: AsyncLogApi
  private readonly limits: Limits
  private readonly listeners: EventLogListeners
  private readonly database: Database
  private readonly writer: DuckDBConnection
  private readonly readers: Readers
  private readonly board: PinBoard
  private readonly state: LogState
  private readonly events: EventWriter
  private readonly ingestLog: IngestLog
  private readonly writes = new Queue()
  private readonly jobs: Jobs
  private readonly tables = new TableDatabase()
  private readonly tableJobs = new Jobs(this.tables)
  private readonly guard: FileGuard
  private readonly upkeep: Upkeep
  private readonly clearing: Clearing
  private readonly instanceWriter: InstanceWriter
  private readonly views: OpenViews
  private readonly shapeCounts = new ShapeCounts()
  private readonly turns: LogTurns
  private generation: number
  private isClosed = false
  private size = { time: 0, bytes: 0 }

  constructor(
    options: LogOptions,
    listeners: EventLogListeners,
    { database, writer, board, state, instances }: LogContents,
    readers: Readers,
    turns: LogTurns,
  ) {
    this.turns = turns
    this.generation = options.before?.generation ?? 0
    this.limits = options.limits
    this.listeners = listeners
    this.database = database
    this.writer = writer
    this.readers = readers
    this.views = new OpenViews(readers, () => this.moment())
    this.board = board
    this.state = state
    this.events = new EventWriter(writer)
    this.jobs = new Jobs(database.instance)
    this.guard = new FileGuard({
      database,
      writer,
      writes: this.writes,
      onFault: listeners.onFault,
      onRescued: listeners.onEnd,
    })
    this.upkeep = new Upkeep({
      database,
      guard: this.guard,
      writer,
      state,
      writes: this.writes,
      retention: options.retention,
      hasViewers: () => this.views.size > 0,
      onDeleted: () => this.rowsMoved(),
      onTrimmed: () => listeners.onChange(this.stats()),
      onProblem: listeners.onProblem,
    })
    const sequences = new Sequences(state.events === 0)
    this.clearing = new Clearing({
      writer,
      events: this.events,
      state,
      sequences,
      runInTurn: (work) => this.upkeep.run(work),
      onMoved: () => this.rowsMoved(),
      onDropped: () => listeners.onChange(this.stats()),
    })
    this.ingestLog = {
      connection: writer,
      packer: makeEventPacker(),
      writer: this.events,
      state,
      sequences,
      series: new SeriesBook(),
      instances,
      recent: new RecentRows(),
      hasViewers: false,
    }
    this.instanceWriter = new InstanceWriter({
      writer,
      write: (work) => this.write(work),
      instances,
      state,
      board,
      sequences,
      onDeleted: () => this.rowsMoved(),
    })
    this.api = { ...makeReadApi({ readers, board, state, shapeCounts: this.shapeCounts }), ...this.ownApi() }
  }

  /** What writes, or needs what viewers have open. */
  private ownApi(): Omit<AsyncLogApi, keyof ReadApi> {
    return {
      ingest: (batch, ahead = null) => {
        const store = prepareBatch(batch, ahead, this.limits, this.ingestLog)
        return this.writes.run(async () => {
          // What the decoder still brings; whoever asked the log to close gives it to the next one.
          if (this.isClosed) throw new Error('the event log is closed')
          this.turns.begin(this.state.lastId)
          this.guard.check()
          this.ingestLog.hasViewers = this.views.size > 0
          const results = await store()
          await this.upkeep.afterBatch(batch.ends[batch.count - 1] ?? 0)
          return { results, stats: this.stats() }
        })
      },
      stats: async () => this.stats(),

      openView: (viewer, spec) => this.views.open(viewer, spec),
      completeView: (viewer) => this.views.complete(viewer),
      reopenView: (viewer) => this.views.reopen(viewer),
      advanceView: (viewer) =>
        this.views.use(viewer, null, (view, connection) => view.advance(connection, this.moment())),
      viewFacets: (viewer) => this.views.use(viewer, null, (view, connection) => view.readFacets(connection)),
      closeView: async (viewer) => this.views.close(viewer),
      page: (viewer, page) =>
        this.views.use(viewer, { view: page.view, offset: page.offset, rows: [] }, (view, connection) =>
          view.page(connection, page, this.moment()),
        ),
      locate: (viewer, at) => this.views.use(viewer, -1, async (view) => view.locate(at.id)),
      find: (viewer, search) => this.views.use(viewer, null, (view, connection) => view.find(connection, search)),

      setPin: (id, note) => this.write(() => this.board.set(id, note)),
      forget: (id) => this.write(() => this.forget(id)),
      queryAsJob: (job, query) => this.jobs.run(job, (connection) => runQuery(connection, query)),
      createInstance: ({ name, description }) =>
        this.instanceWriter.change((book) => book.create(name, description, Date.now())),
      ensureInstance: (reference) => this.instanceWriter.change((book) => book.ensure(reference, Date.now())),
      findInstance: async (reference) => this.ingestLog.instances.find(reference),
      listInstances: async () => this.ingestLog.instances.list(),
      updateInstance: (reference, changes) =>
        this.instanceWriter.change((book) => book.update(reference, changes, Date.now())),
      deleteInstance: (reference) => this.instanceWriter.delete(reference),
      instanceStats: async (reference) => {
        const instance = this.ingestLog.instances.find(reference)
        const events = await this.readers.use((connection) => countAppended(connection, instance.id))
        return { instance, events }
      },
      exportFile: (job, file, selection) =>
        this.jobs.run(job, async (connection) => {
          if (selection.format === 'web-debug') return exportDocument(connection, file, selection)
          const { format, from, where, hiddenTypes, hidesSecrets = false } = selection
          const conditions = [...(await resolveFrom(connection, from)), ...where, ...withoutTypes(hiddenTypes)]
          return exportEvents(connection, file, format, conditions, hidesSecrets)
        }),
      measureTable: (job, table, limits) =>
        this.tableJobs.run(job, (connection) => measureTable(connection, table, limits)),
      convertToLines: (job, table, rows, file) =>
        this.tableJobs.run(job, (connection) => convertToLines(connection, table, rows, file)),
      cancelJob: async (job) => {
        this.jobs.cancel(job)
        this.tableJobs.cancel(job)
      },
      setRetention: async (retention) => this.upkeep.setRetention(retention),
      clear: () => this.write(() => this.clearing.clear()),
      undoClear: () => this.write(() => this.clearing.undo()),
      close: () => this.writes.run(() => this.close()),
    }
  }

  stats(): LogStats {
    if (Date.now() - this.size.time > SIZE_AGE) this.size = { time: Date.now(), bytes: fileBytes(this.database) }
    return {
      events: this.state.events,
      lastId: this.state.lastId,
      bytes: this.size.bytes,
      dropped: this.state.dropped,
      generation: this.generation,
      undoUntil: this.clearing.undoUntil,
    }
  }

  /** What can wait until the log is open. */
  begin(): void {
    this.guard.begin()
    // New events find it gone.
    this.upkeep.run(() => dropLeftOver(this.writer))
    // Who asks for these rows is told what is wrong with them.
    this.readers.use((connection) => this.ingestLog.recent.begin(connection, this.state.lastId)).catch(() => undefined)
  }

  /** Changes the log in turn; rejects with a `DatabaseError` where it cannot be written. */
  private write<T>(work: () => Promise<T>): Promise<T> {
    return this.writes.run(() => {
      this.guard.check()
      return work()
    })
  }

  private moment(): LogMoment {
    return { lastId: this.state.lastId, pins: this.board.pins, recent: this.ingestLog.recent }
  }

  private async forget(id: EventId): Promise<boolean> {
    this.events.forgetTable()
    if (!(await forgetEvent(this.writer, id, this.state.lastId))) return false
    await this.board.reload()
    this.state.events = await countEvents(this.writer)
    this.rowsMoved()
    return true
  }

  /** Events went away or came back: rows have other indexes now. */
  private rowsMoved(): void {
    this.ingestLog.series.reset()
    this.ingestLog.recent.clear()
    this.shapeCounts.reset()
    this.generation++
    this.listeners.onChange(this.stats())
  }

  private async close(): Promise<void> {
    this.isClosed = true
    this.upkeep.stop()
    this.clearing.stop()
    this.events.forgetTable()
    await this.jobs.close()
    await this.tableJobs.close()
    await this.tables.close()
    await this.readers.close()
    try {
      await this.guard.close()
      await this.upkeep.finish()
    } finally {
      this.writer.closeSync()
      this.database.instance.closeSync()
    }
  }
}
