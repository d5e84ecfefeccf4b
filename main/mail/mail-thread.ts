import { Worker } from 'node:worker_threads'
import { Queue } from '../log/queue.ts'
import type { MailJobs } from './mail-jobs.ts'
import type { MailCall, MailReply } from './worker.ts'

/** A mail of 25 MB takes a second; what takes this long was made to take for ever. ms. */
const TIME_LIMIT = 15_000
/** A thread that has had nothing to do for this long ends. ms. */
const IDLE_TIME = 60_000
const MEMORY_MB = 512

/** A mail that could not be read. */
export class MailError extends Error {
  override readonly name = 'MailError'
}

interface Job {
  resolve(result: unknown): void
  reject(error: Error): void
}

/**
 * Reads mails in a thread of its own: a few megabytes of empty lines keep the parser busy for minutes, or take all the
 * memory there is. Then the thread is ended, and nothing but that one mail is worse off.
 */
export class MailThread {
  private readonly workerFile: URL
  private readonly jobs = new Queue()
  private worker: Worker | null = null
  private job: Job | null = null
  private idle: NodeJS.Timeout | undefined
  private isClosed = false

  constructor(workerFile: URL) {
    this.workerFile = workerFile
  }

  /** Does one job after the other. Rejects with a `MailError`, or with another one when it is closed meanwhile. */
  run<M extends keyof MailJobs>(method: M, ...args: Parameters<MailJobs[M]>): Promise<ReturnType<MailJobs[M]>> {
    // The reply's result has the type of its method: that is the contract of `MailJobs`.
    return this.jobs.run(() => this.call({ method, args }) as Promise<ReturnType<MailJobs[M]>>)
  }

  /** Ends the thread, and with it the job at hand and those that wait. */
  close(): void {
    this.isClosed = true
    this.end(closing())
  }

  private async call(call: MailCall): Promise<unknown> {
    if (this.isClosed) throw closing()
    clearTimeout(this.idle)
    const worker = this.worker ?? this.start()
    const reason = `it takes longer than ${TIME_LIMIT / 1000} s to read`
    const limit = setTimeout(() => this.end(new MailError(reason)), TIME_LIMIT)
    try {
      return await new Promise((resolve, reject) => {
        this.job = { resolve, reject }
        worker.postMessage(call)
      })
    } finally {
      clearTimeout(limit)
      this.job = null
      this.idle = setTimeout(() => this.end(null), IDLE_TIME)
      this.idle.unref()
    }
  }

  private start(): Worker {
    const worker = new Worker(this.workerFile, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    // What a thread still says after it was given up is not about the job at hand.
    worker.on('message', (reply: MailReply) => {
      if (this.worker !== worker) return
      if ('error' in reply) this.job?.reject(new MailError(reply.error))
      else this.job?.resolve(reply.result)
    })
    worker.on('error', (error: Error & { code?: string }) => {
      if (this.worker !== worker) return
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      this.end(new MailError(isFull ? `it takes more than ${MEMORY_MB} MB to read` : error.message))
    })
    this.worker = worker
    return worker
  }

  /** Without a reason there must be no job at hand. */
  private end(reason: Error | null): void {
    clearTimeout(this.idle)
    void this.worker?.terminate()
    this.worker = null
    if (reason) this.job?.reject(reason)
  }
}

/** Not the mail's fault: whoever sent it shall send it again. */
function closing(): Error {
  return new Error('Tattler is being closed')
}
