import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { buffersOf } from '../ingest-batch.ts'
import type {
  AsyncLogApi,
  DecoderOptions,
  LogCall,
  LogMethod,
  LogOptions,
  LogReply,
  LogStats,
  LogThreadOptions,
} from './api.ts'
import { BatchRoute } from './batch-route.ts'
import type { LogTurns } from './log-turns.ts'

/** So large that most of a decoded batch dies young; a larger one makes the process larger and nothing faster. */
const DECODER_YOUNG_MB = 48
const LOG_YOUNG_MB = 32
/** What a log that cannot go on gets for closing its file, ms. */
const LAST_WORK = 10_000

/** A failed call to the log; `code` is stable, like `QueryError`, `database-locked`. */
export class LogError extends Error {
  override readonly name = 'LogError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface LogHandle {
  readonly api: AsyncLogApi
  readonly opened: LogStats
  readonly setAside: { readonly code: string; readonly file: string; readonly reason: string } | null
  /** Closes the log and ends its thread. */
  close(): Promise<void>
}

/** The thread of a log. It opens the log's file while whoever started it is still getting ready. */
export interface LogThread {
  /**
   * Call it once. `options` name the data folder that the thread was started with. Rejects with a `LogError` when the log
   * cannot be opened, or its thread dies before it is. `turns` is told how far it comes with its batches.
   */
  open(options: LogOptions, listeners: LogListeners, turns?: LogTurns): Promise<LogHandle>
}

interface PendingCall {
  resolve(result: unknown): void
  reject(error: LogError): void
}

export interface LogListeners {
  /** Something else than `ingest` changed the log. */
  onChange(stats: LogStats): void
  /** Keeping the log in order failed, which is tried again, or, where the reason is damage, a part of it cannot be read. */
  onProblem(reason: string): void
  /** Why nothing can be stored now; null once something can be again. */
  onFault(reason: string | null): void
  /**
   * A thread died after the log was open. Both have ended, the file is closed, and every open call is about to be rejected
   * with a `LogError`, `log-crashed`.
   */
  onCrash(error: Error): void
}

/** Starts the log in a thread of its own. `workerFile` is the built `worker.js`, `decoder.js` lies beside it. */
export function startLog(workerFile: URL, options: LogOptions, listeners: LogListeners): Promise<LogHandle> {
  return startLogThread(workerFile, options.dataDir).open(options, listeners)
}

/** Starts the log's thread alone, which keeps nobody from ending until it is asked for the log. */
export function startLogThread(workerFile: URL, dataDir: string): LogThread {
  const worker = new Worker(workerFile, {
    workerData: dataDir,
    resourceLimits: { maxYoungGenerationSizeMb: LOG_YOUNG_MB },
  })
  worker.unref()
  let death: Error | null = null
  worker.on('error', (error) => {
    death ??= error
  })
  worker.on('exit', (code) => {
    death ??= new Error(`the thread of the event log ended with code ${code}`)
  })
  return {
    open: (options, listeners, turns) => {
      worker.ref()
      const startDecoder = (log: MessagePort) => startDecoderThread(workerFile, { limits: options.limits, log })
      const opening = turns ? { ...options, turns: turns.memory } : options
      return openLog(worker, startDecoder, opening, listeners, () => death)
    },
  }
}

/** Starts the thread that decodes messages for the log's. */
function startDecoderThread(workerFile: URL, options: DecoderOptions): Worker {
  return new Worker(new URL('./decoder.js', workerFile), {
    workerData: options,
    transferList: [options.log],
    resourceLimits: { maxYoungGenerationSizeMb: DECODER_YOUNG_MB },
  })
}

/** Calls are answered in any order; batches are stored in the order in which they were given. */
function openLog(
  worker: Worker,
  startDecoder: (log: MessagePort) => Worker,
  options: Omit<LogThreadOptions, 'decoder'>,
  listeners: LogListeners,
  findDeath: () => Error | null,
): Promise<LogHandle> {
  const pending = new Map<number, PendingCall>()
  let seq = 0
  let isReady = false
  let isClosing = false
  let isDying = false
  let hasExited = false
  /** With what calls are rejected that come after it. */
  let end: LogError | null = null
  const { port1, port2 } = new MessageChannel()
  let decoder: Worker | null = null
  const batches = new BatchRoute(
    (batch) => worker.postMessage(batch, buffersOf(batch.args[0])),
    (batch) => decoder?.postMessage(batch, buffersOf(batch.args[0])),
  )

  function call(method: LogMethod, args: LogCall['args']): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (end) return reject(end)
      seq++
      pending.set(seq, { resolve, reject })
      // What is asked of dying threads is rejected with all the rest.
      if (isDying) return
      const call: LogCall = { seq, method, args }
      if (isBatch(call)) batches.send(call)
      else worker.postMessage(call)
    })
  }

  // Each property of the proxy is the function of that name in the worker: `LogApi` is the only list of them.
  const api = new Proxy({} as AsyncLogApi, {
    get: (_, method) =>
      typeof method === 'string' ? (...args: LogCall['args']) => call(method as LogMethod, args) : undefined,
  })

  return new Promise((resolve, reject) => {
    worker.on('message', (reply: LogReply) => {
      if ('ready' in reply) {
        const close = async () => {
          isClosing = true
          const exited = new Promise((resolve) => worker.once('exit', resolve))
          await api.close()
          await exited
          await decoder?.terminate()
        }
        isReady = true
        // Now that it does not slow down the start.
        decoder = startDecoder(port2)
        decoder.on('error', fail)
        decoder.on('exit', (code) => fail(new Error(`the thread that decodes messages ended with code ${code}`)))
        resolve({ api, opened: reply.ready, setAside: reply.setAside, close })
      } else if ('fatal' in reply) fail(new Error(reply.fatal))
      else if ('changed' in reply) listeners.onChange(reply.changed)
      else if ('problem' in reply) listeners.onProblem(reply.problem)
      else if ('fault' in reply) listeners.onFault(reply.fault)
      else if ('failed' in reply) {
        isDying = true
        void endThreads().then(() => reject(new LogError(reply.failed.code, reply.failed.message)))
      } else if (!isDying || !('error' in reply)) {
        const waiting = pending.get(reply.seq)
        pending.delete(reply.seq)
        batches.answered(reply.seq)
        if ('error' in reply) waiting?.reject(new LogError(reply.error.code, reply.error.message))
        else waiting?.resolve(reply.result)
      }
    })
    worker.on('error', fail)
    worker.on('exit', exited)
    if (findDeath()) exited()
    else worker.postMessage({ ...options, decoder: port1 } satisfies LogThreadOptions, [port1])
    function exited(): void {
      hasExited = true
      if (isClosing) rejectAll(new LogError('log-closed', 'the event log is closed'))
      else fail(findDeath() ?? new Error('the thread of the event log has ended'))
    }
    function fail(error: Error): void {
      if (isClosing || isDying) return
      isDying = true
      void endThreads().then(() => {
        if (!isReady) {
          reject(new LogError('log-crashed', `the event log could not be started: ${error.message}`))
          return
        }
        listeners.onCrash(error)
        rejectAll(new LogError('log-crashed', error.message))
      })
    }
    /**
     * Resolves when they have let go of the file. A thread that is ended by force while the database works in it may take
     * the whole process along, so the log's is asked first.
     */
    async function endThreads(): Promise<void> {
      await decoder?.terminate()
      if (isReady && !hasExited) {
        const exiting = new Promise((resolve) => worker.once('exit', resolve))
        worker.postMessage({ seq: ++seq, method: 'close', args: [] } satisfies LogCall<'close'>)
        await Promise.race([exiting, sleep(LAST_WORK, undefined, { ref: false })])
      }
      await worker.terminate()
    }
    function rejectAll(error: LogError): void {
      end = error
      for (const waiting of pending.values()) waiting.reject(error)
      pending.clear()
    }
  })
}

function isBatch(call: LogCall): call is LogCall<'ingest'> {
  return call.method === 'ingest'
}
