import { setTimeout as sleep } from 'node:timers/promises'
import type { AsyncLogApi, IngestBatch, LogCall, LogMethod, LogOptions, LogStats, Retention } from './api.ts'
import { LogError, type LogHandle, type LogThread, startLogThread } from './client.ts'
import { isDamage } from './database-error.ts'
import { LogTurns } from './log-turns.ts'

/** Before each start after a crash, ms: what passes by itself is over soon, and what does not must not take a core. */
const PAUSES = [0, 0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000]
/** A log that has worked this long begins with the first pause again when it crashes. ms. */
const WORKED_LONG = 60_000
/** How often a batch is given to the log: one that kills it must not do so for ever. */
const MOST_TRIES = 2

export interface KeeperListeners {
  /** Something else than `ingest` changed the log. */
  onChange(stats: LogStats): void
  /** Keeping the log in order failed, which is tried again, or, where the reason is damage, a part of it cannot be read. */
  onProblem(reason: string): void
  /** Why nothing can be stored now; null once something can be again. */
  onFault(reason: string | null): void
  /** The log stopped, and is started again. Whoever had a view open has to open it again. */
  onCrash(reason: string): void
  /** It could not be started again, which is tried once more, after longer and longer pauses. */
  onStillDown(reason: string): void
  /** It works again; every event that was acknowledged is there. */
  onRestart(log: OpenedLog): void
}

interface Running {
  readonly log: LogHandle
  readonly turns: LogTurns
  /** Batches given to it. */
  batches: number
}

/** A log that is being opened, or open. */
export interface KeptLog {
  /** What is called before the log is open waits for that. */
  readonly api: AsyncLogApi
  /** Rejects with a `LogError` where it cannot be opened at first. */
  readonly opening: Promise<OpenedLog>
  /** Closes the log and ends its thread. */
  close(): Promise<void>
}

/** What was found when the log was opened. */
export type OpenedLog = Pick<LogHandle, 'opened' | 'setAside'>

/** Keeps the log open that `thread` has begun to open: threads that die are replaced by others behind the same `api`. */
export function keepLog(workerFile: URL, thread: LogThread, options: LogOptions, listeners: KeeperListeners): KeptLog {
  const keeper = new LogKeeper(workerFile, options, listeners)
  const opening = keeper.begin(thread)
  // Told to who asks for it.
  opening.catch(() => undefined)
  return { api: keeper.api, opening, close: () => keeper.close() }
}

class LogKeeper {
  private readonly workerFile: URL
  private options: LogOptions
  private readonly listeners: KeeperListeners
  /** Rejects while the log cannot be opened. */
  private running: Promise<Running>
  private readonly closing = new AbortController()
  private last: LogStats | null = null
  private starts = 0
  private startedAt = 0

  constructor(workerFile: URL, options: LogOptions, listeners: KeeperListeners) {
    this.workerFile = workerFile
    this.options = options
    this.listeners = listeners
    this.running = Promise.reject(closed())
    this.running.catch(() => undefined)
  }

  // Each property of the proxy is the function of that name in the log: `LogApi` is the only list of them.
  readonly api = new Proxy({} as AsyncLogApi, {
    get: (_, method) => {
      if (typeof method !== 'string') return undefined
      if (method === 'ingest') return (batch: IngestBatch) => this.ingest(batch)
      if (method === 'setRetention') return (retention: Retention) => this.setRetention(retention)
      return (...args: LogCall['args']) => this.call(method as LogMethod, args)
    },
  })

  async begin(thread: LogThread): Promise<OpenedLog> {
    this.running = this.open(thread)
    return (await this.running).log
  }

  async close(): Promise<void> {
    this.closing.abort()
    const running = await this.running.catch(() => null)
    await running?.log.close()
  }

  private async call<M extends LogMethod>(method: M, args: LogCall<M>['args']): Promise<unknown> {
    const { log } = await this.running
    const call: (...args: LogCall<M>['args']) => Promise<unknown> = log.api[method]
    return call(...args)
  }

  /** A log that is started again keeps to the new limits, too. */
  private setRetention(retention: Retention): Promise<unknown> {
    this.options = { ...this.options, retention }
    return this.call('setRetention', [retention])
  }

  /** The bytes of the batch change threads, so a copy stays here until the log has answered. */
  private async ingest(batch: IngestBatch): ReturnType<AsyncLogApi['ingest']> {
    const copy = copyBatch(batch)
    for (let tries = 1, next = batch; ; tries++, next = copyBatch(copy)) {
      const running = await this.running
      const number = ++running.batches
      try {
        const answer = await running.log.api.ingest(next)
        this.last = answer.stats
        return answer
      } catch (error) {
        if (!isCrash(error)) throw error
        const { log } = await this.running
        if (running.turns.mayHaveStored(number, log.opened.lastId)) {
          throw new LogError('log-crashed', 'The event log stopped while this was being stored; it may be there.')
        }
        if (tries === MOST_TRIES) throw error
      }
    }
  }

  private async open(thread: LogThread): Promise<Running> {
    const turns = new LogTurns()
    const log = await thread.open(
      this.options,
      {
        onChange: (stats) => {
          this.last = stats
          this.listeners.onChange(stats)
        },
        onProblem: this.listeners.onProblem,
        onFault: this.listeners.onFault,
        onCrash: (error) => this.crashed(error.message),
      },
      turns,
    )
    this.options = { ...this.options, damage: null }
    this.last = log.opened
    this.startedAt = performance.now()
    return { log, turns, batches: 0 }
  }

  private crashed(reason: string): void {
    if (performance.now() - this.startedAt > WORKED_LONG) this.starts = 0
    if (this.last) {
      const { lastId, generation } = this.last
      this.options = { ...this.options, before: { lastId, generation: generation + 1 } }
    }
    if (isDamage(reason)) this.options = { ...this.options, damage: reason }
    this.listeners.onCrash(reason)
    this.startAfter(this.nextPause(), reason)
  }

  /** While a start is under way calls wait for it, and in the pauses between they are rejected. */
  private startAfter(pause: number, reason: string): void {
    this.running = pause === 0 ? this.reopen() : Promise.reject(new LogError('log-crashed', reason))
    // Whoever calls meanwhile is told.
    this.running.catch(() => undefined)
    if (pause === 0) return
    sleep(pause, undefined, { signal: this.closing.signal }).then(
      () => this.startAfter(0, reason),
      () => undefined,
    )
  }

  private async reopen(): Promise<Running> {
    for (;;) {
      if (this.closing.signal.aborted) throw closed()
      try {
        const running = await this.open(startLogThread(this.workerFile, this.options.dataDir))
        this.listeners.onRestart(running.log)
        return running
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        const pause = this.nextPause()
        this.listeners.onStillDown(reason)
        if (pause === 0) continue
        // What waits is told, so that senders know.
        setImmediate(() => this.startAfter(pause, reason))
        throw error
      }
    }
  }

  private nextPause(): number {
    return PAUSES[Math.min(this.starts++, PAUSES.length - 1)] ?? 0
  }
}

function isCrash(error: unknown): boolean {
  return error instanceof LogError && error.code === 'log-crashed'
}

function closed(): LogError {
  return new LogError('log-closed', 'the event log is closed')
}

/** What is in the arrays, which may be longer. */
function copyBatch({ bytes, ends, received, sourceIndexes, count, sources }: IngestBatch): IngestBatch {
  return {
    bytes: bytes.slice(0, ends[count - 1]),
    ends: ends.slice(0, count),
    received: received.slice(0, count),
    sourceIndexes: sourceIndexes.slice(0, count),
    count,
    sources,
  }
}
