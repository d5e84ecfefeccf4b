import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** Long work on the log, each piece on a connection of its own, so that no viewer waits for it; it can be cancelled. */
export class Jobs {
  private readonly instance: DuckDBInstance
  private readonly running = new Map<string, DuckDBConnection>()
  private onIdle: (() => void) | null = null

  constructor(instance: DuckDBInstance) {
    this.instance = instance
  }

  async run<T>(job: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.instance.connect()
    this.running.set(job, connection)
    try {
      return await work(connection)
    } finally {
      this.running.delete(job)
      connection.closeSync()
      if (this.running.size === 0) this.onIdle?.()
    }
  }

  cancel(job: string): void {
    this.running.get(job)?.interrupt()
  }

  /** Ends all of them; resolves once the last one has let go. */
  async close(): Promise<void> {
    if (this.running.size === 0) return
    const idle = new Promise<void>((resolve) => {
      this.onIdle = resolve
    })
    for (const connection of this.running.values()) connection.interrupt()
    await idle
  }
}
