import { Worker } from 'node:worker_threads'
import type { LogCall, LogMethod, LogOptions, LogReply, LogStats } from './api.ts'
import type { AsyncLogApi } from './event-log.ts'

/** Large enough that most of a decoded batch dies young; with half of it, a sixth of the time goes into collecting. */
const YOUNG_GENERATION_MB = 96

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

interface PendingCall {
  resolve(result: unknown): void
  reject(error: LogError): void
}

export interface LogListeners {
  /** Something else than `ingest` changed the log. */
  onChange(stats: LogStats): void
  /** Keeping the log in order failed, which loses nothing; it is tried again. */
  onProblem(reason: string): void
  /** The thread died after the log was open; every open call is rejected. */
  onCrash(error: Error): void
}

/**
 * Starts the log in a worker thread. `workerFile` is the built `worker.js`. Rejects with a `LogError` when the log cannot
 * be opened, or its thread dies before it is.
 */
export function startLog(workerFile: URL, options: LogOptions, listeners: LogListeners): Promise<LogHandle> {
  const worker = new Worker(workerFile, {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  })
  const pending = new Map<number, PendingCall>()
  let seq = 0
  let isReady = false
  let isClosing = false
  let hasExited = false

  function call(method: LogMethod, args: LogCall['args']): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (hasExited) return reject(new LogError('log-closed', 'the event log is closed'))
      seq++
      pending.set(seq, { resolve, reject })
      worker.postMessage({ seq, method, args }, method === 'ingest' ? transferred(args) : [])
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
        }
        isReady = true
        resolve({ api, opened: reply.ready, setAside: reply.setAside, close })
      } else if ('changed' in reply) listeners.onChange(reply.changed)
      else if ('problem' in reply) listeners.onProblem(reply.problem)
      else if ('failed' in reply) {
        isClosing = true
        void worker.terminate()
        reject(new LogError(reply.failed.code, reply.failed.message))
      } else {
        const waiting = pending.get(reply.seq)
        pending.delete(reply.seq)
        if ('error' in reply) waiting?.reject(new LogError(reply.error.code, reply.error.message))
        else waiting?.resolve(reply.result)
      }
    })
    worker.on('error', fail)
    worker.on('exit', (code) => {
      hasExited = true
      if (isClosing) rejectPending(new LogError('log-closed', 'the event log is closed'))
      else fail(new Error(`the thread of the event log ended with code ${code}`))
    })
    function fail(error: Error): void {
      if (isClosing) return
      isClosing = true
      if (!isReady) {
        reject(new LogError('log-crashed', `the event log could not be started: ${error.message}`))
        return
      }
      rejectPending(new LogError('log-crashed', error.message))
      listeners.onCrash(error)
    }
    function rejectPending(error: LogError): void {
      for (const waiting of pending.values()) waiting.reject(error)
      pending.clear()
    }
  })
}

/** The arrays of an ingest batch change threads instead of being copied. */
function transferred([batch]: LogCall['args']): ArrayBuffer[] {
  if (typeof batch !== 'object' || batch === null) return []
  return Object.values(batch).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []))
}
