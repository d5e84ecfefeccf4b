import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Limits } from '../protocols/protocol.ts'
import type { LogApi, LogOptions, LogStats } from './api.ts'
import { countAppended } from './appended-events.ts'
import { clearEvents, dropCleared, undoClear } from './clear.ts'
import { readCodeFiles } from './code-files.ts'
import { type Database, openDatabase, type SetAside } from './database.ts'
import { readEvent } from './event-rows.ts'
import { EventWriter } from './event-writer.ts'
import { exportDocument } from './export-document.ts'
import { convertToLines, exportEvents } from './export-events.ts'
import { readTotals } from './facets.ts'
import { decodeBatch, type IngestLog, storeBatch } from './ingest.ts'
import { InstanceWriter } from './instance-writer.ts'
import { InstanceBook } from './instances.ts'
import { Jobs } from './jobs.ts'
import { countEvents, type LogState, readLogState } from './log-state.ts'
import { readSource } from './mail-sources.ts'
import { matchRules } from './match-rules.ts'
import { measureTable } from './measure-table.ts'
import { restoreBudget } from './memory-budget.ts'
import { OpenViews } from './open-views.ts'
import { packResults } from './packed-results.ts'
import { PinBoard } from './pins.ts'
import { readPlainEvents } from './plain-events.ts'
import { readQueryMarks } from './query-marks.ts'
import { readQuerySiblings } from './query-siblings.ts'
import { Queue } from './queue.ts'
import { readPoints, readSeries } from './read-series.ts'
import { Readers } from './readers.ts'
import { RecentRows } from './recent-rows.ts'
import { fileBytes } from './retention.ts'
import { resolveFrom, runQuery } from './run-query.ts'
import { Sequences } from './sequences.ts'
import { SeriesBook } from './series.ts'
import { readStreamEvents, readStreamOutline } from './stream-events.ts'
import { readStreamList } from './stream-list.ts'
import { readStreams } from './streams.ts'
import { TableDatabase } from './table-database.ts'
import { Upkeep } from './upkeep.ts'
import { type LogMoment, withoutTypes } from './view.ts'

/** Connections for viewers and queries, beside the one that writes. */
const READERS = 3
/** How long a cleared log can be brought back, ms. */
const UNDO_TIME = 5 * 60_000
/** The size on disk that is told is at most this old, ms. */
const SIZE_AGE = 500
/** What `LogApi` declares, as it is here: every function answers later. */
export type AsyncLogApi = {
  readonly [M in keyof LogApi]: (...args: Parameters<LogApi[M]>) => Promise<ReturnType<LogApi[M]>>
}

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
}

/** Opens the event log of a data folder. One writer, in order; readers beside it. */
export async function openEventLog(options: LogOptions, listeners: EventLogListeners): Promise<OpenedLog> {
  const database = await openDatabase(options.dataDir)
  const writer = await database.instance.connect()
  await restoreBudget(writer, database)
  await dropCleared(writer)
  const readers = await Readers.open(database.instance, READERS)
  const board = await PinBoard.open(writer)
  const state = await readLogState(writer)
  const instances = await InstanceBook.open(writer, state.instances)
  const log = new EventLog(options, listeners, database, writer, readers, board, state, instances)
  return { api: log.api, stats: log.stats(), setAside: database.setAside }
}

class EventLog {
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
  private readonly upkeep: Upkeep
  private readonly instanceWriter: InstanceWriter
  private readonly views: OpenViews
  private generation = 0
  private cleared: { id: EventId; undoUntil: number; timer: NodeJS.Timeout } | null = null
  private size = { time: 0, bytes: 0 }

  constructor(
    options: LogOptions,
    listeners: EventLogListeners,
    database: Database,
    writer: DuckDBConnection,
    readers: Readers,
    board: PinBoard,
    state: LogState,
    instances: InstanceBook,
  ) {
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
    this.upkeep = new Upkeep({
      database,
      writer,
      state,
      writes: this.writes,
      retention: options.retention,
      onDeleted: () => this.rowsMoved(),
      onProblem: listeners.onProblem,
    })
    const sequences = new Sequences(state.events === 0)
    this.ingestLog = {
      connection: writer,
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
      writes: this.writes,
      instances,
      state,
      board,
      sequences,
      onDeleted: () => this.rowsMoved(),
    })
  }

  readonly api: AsyncLogApi = {
    ingest: async (batch) => {
      const decoded = decodeBatch(batch, this.limits)
      return this.writes.run(async () => {
        this.ingestLog.hasViewers = this.views.size > 0
        const results = await storeBatch(decoded, this.ingestLog)
        await this.upkeep.afterBatch(batch.ends[batch.count - 1] ?? 0)
        return { results: packResults(results), stats: this.stats() }
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

    event: (id) => this.readers.use((connection) => readEvent(connection, id, this.board.pins)),
    matchRules: ({ ids, rules }) => this.readers.use((connection) => matchRules(connection, ids, rules)),
    setPin: (id, note) => this.writes.run(() => this.board.set(id, note)),
    totals: (query) =>
      this.readers.use(async (connection) =>
        readTotals(connection, [...(await resolveFrom(connection, query.from)), ...(query.where ?? [])]),
      ),
    queryMarks: (ids) => this.readers.use((connection) => readQueryMarks(connection, ids)),
    querySiblings: (id) => this.readers.use((connection) => readQuerySiblings(connection, id)),
    streams: (filter) => this.readers.use((connection) => readStreams(connection, filter)),
    query: (query) => this.readers.use((connection) => runQuery(connection, query)),
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
    streamList: (query) => this.readers.use((connection) => readStreamList(connection, query)),
    exportFile: (job, file, selection) =>
      this.jobs.run(job, async (connection) => {
        if (selection.format === 'web-debug') return exportDocument(connection, file, selection)
        const { format, from, where, hiddenTypes } = selection
        const conditions = [...(await resolveFrom(connection, from)), ...where, ...withoutTypes(hiddenTypes)]
        return exportEvents(connection, file, format, conditions)
      }),
    measureTable: (job, table, limits) =>
      this.tableJobs.run(job, (connection) => measureTable(connection, table, limits)),
    convertToLines: (job, table, rows, file) =>
      this.tableJobs.run(job, (connection) => convertToLines(connection, table, rows, file)),
    cancelJob: async (job) => {
      this.jobs.cancel(job)
      this.tableJobs.cancel(job)
    },
    mailSource: (id) => this.readers.use((connection) => readSource(connection, id)),
    streamEvents: (page) => this.readers.use((connection) => readStreamEvents(connection, page, this.board.pins)),
    streamOutline: (page) => this.readers.use((connection) => readStreamOutline(connection, page)),
    plainEvents: (page) => this.readers.use((connection) => readPlainEvents(connection, page)),
    series: (of) => this.readers.use((connection) => readSeries(connection, of)),
    points: (of) => this.readers.use((connection) => readPoints(connection, of)),
    codeFiles: (instance) => this.readers.use((connection) => readCodeFiles(connection, instance)),
    setRetention: async (retention) => this.upkeep.setRetention(retention),
    clear: () => this.writes.run(() => this.clear()),
    undoClear: () => this.writes.run(() => this.undoClear()),
    close: () => this.writes.run(() => this.close()),
  }

  stats(): LogStats {
    if (Date.now() - this.size.time > SIZE_AGE) this.size = { time: Date.now(), bytes: fileBytes(this.database) }
    return {
      events: this.state.events,
      lastId: this.state.lastId,
      bytes: this.size.bytes,
      generation: this.generation,
      undoUntil: this.cleared?.undoUntil ?? null,
    }
  }

  private moment(): LogMoment {
    return { lastId: this.state.lastId, pins: this.board.pins, recent: this.ingestLog.recent }
  }

  private async clear(): Promise<{ count: number; undoUntil: number }> {
    const before = this.state.events
    this.events.forgetTable()
    await clearEvents(this.writer, this.state.lastId)
    this.state.events = await countEvents(this.writer)
    if (this.cleared) clearTimeout(this.cleared.timer)
    const timer = setTimeout(() => this.upkeep.run(() => this.forgetCleared()), UNDO_TIME)
    timer.unref()
    const undoUntil = Date.now() + UNDO_TIME
    this.cleared = { id: this.state.lastId, undoUntil, timer }
    this.ingestLog.sequences.hasCleared = true
    this.rowsMoved()
    return { count: before - this.state.events, undoUntil }
  }

  private async undoClear(): Promise<boolean> {
    if (!this.cleared) return false
    clearTimeout(this.cleared.timer)
    this.events.forgetTable()
    await undoClear(this.writer, this.cleared.id)
    this.cleared = null
    this.ingestLog.sequences.hasCleared = false
    this.state.events = await countEvents(this.writer)
    this.rowsMoved()
    return true
  }

  private async forgetCleared(): Promise<void> {
    this.ingestLog.sequences.hasCleared = false
    await dropCleared(this.writer)
    this.cleared = null
    this.listeners.onChange(this.stats())
  }

  /** Events went away or came back: rows have other indexes now. */
  private rowsMoved(): void {
    this.ingestLog.series.reset()
    this.ingestLog.recent.clear()
    this.generation++
    this.listeners.onChange(this.stats())
  }

  private async close(): Promise<void> {
    this.upkeep.stop()
    if (this.cleared) clearTimeout(this.cleared.timer)
    this.events.forgetTable()
    await this.jobs.close()
    await this.tableJobs.close()
    await this.tables.close()
    await this.readers.close()
    await this.upkeep.checkpoint()
    this.writer.closeSync()
    this.database.instance.closeSync()
  }
}
