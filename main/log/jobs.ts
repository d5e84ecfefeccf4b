import type { DuckDBConnection } from '@duckdb/node-api'

/** An interrupt between two statements is lost: it is repeated until the work has let go. ms. */
const INTERRUPT_INTERVAL = 20

interface Job {
  isCancelled: boolean
  connection: DuckDBConnection | null
}

/** Where jobs get their connections. */
interface JobDatabase {
  connect(): Promise<DuckDBConnection>
}

/** Long work on a database, each piece on a connection of its own, so that no viewer waits for it; it can be cancelled. */
export class Jobs {
  private readonly database: JobDatabase
  private readonly running = new Map<string, Job>()
  private onIdle: (() => void) | null = null

  constructor(database: JobDatabase) {
    this.database = database
  }

  /** `name` must be of this job alone. */
  async run<T>(name: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const job: Job = { isCancelled: false, connection: null }
    this.running.set(name, job)
    try {
      job.connection = await this.database.connect()
      if (job.isCancelled) throw new Error('the work was cancelled before it began')
      return await work(job.connection)
    } finally {
      this.running.delete(name)
      job.connection?.closeSync()
      job.connection = null
      if (this.running.size === 0) this.onIdle?.()
    }
  }

  cancel(name: string): void {
    const job = this.running.get(name)
    if (!job || job.isCancelled) return
    job.isCancelled = true
    const interrupt = () => {
      if (this.running.get(name) !== job) return
      job.connection?.interrupt()
      setTimeout(interrupt, INTERRUPT_INTERVAL)
    }
    interrupt()
  }

  /** Ends all of them; resolves once the last one has let go. */
  async close(): Promise<void> {
    if (this.running.size === 0) return
    const idle = new Promise<void>((resolve) => {
      this.onIdle = resolve
    })
    for (const name of this.running.keys()) this.cancel(name)
    await idle
  }
}
