import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

const CLOSED = 'the event log is being closed'

/**
 * A few connections for reading, so that one slow query does not hold up the next viewer. A connection does one thing at
 * a time; who comes when all are busy waits in order.
 */
export class Readers {
  private readonly all: readonly DuckDBConnection[]
  private readonly idle: DuckDBConnection[]
  private readonly waiting: { resolve(connection: DuckDBConnection): void; reject(error: Error): void }[] = []
  private onIdle: (() => void) | null = null

  private constructor(connections: DuckDBConnection[]) {
    this.all = connections
    this.idle = [...connections]
  }

  static async open(instance: DuckDBInstance, count: number): Promise<Readers> {
    return new Readers(await Promise.all(Array.from({ length: count }, () => instance.connect())))
  }

  async use<T>(read: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.take()
    try {
      return await read(connection)
    } finally {
      const next = this.waiting.shift()
      if (next) next.resolve(connection)
      else this.idle.push(connection)
      if (this.idle.length === this.all.length) this.onIdle?.()
    }
  }

  /** Interrupts what is being read, and closes once the last query has let go: closing under one ends the process. */
  async close(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(new Error(CLOSED))
    for (const connection of this.all) if (!this.idle.includes(connection)) connection.interrupt()
    const isBusy = this.idle.length < this.all.length
    const idle = new Promise<void>((resolve) => {
      this.onIdle = resolve
    })
    if (isBusy) await idle
    for (const connection of this.idle.splice(0)) connection.closeSync()
  }

  private async take(): Promise<DuckDBConnection> {
    const connection = this.idle.pop()
    if (connection) return connection
    if (this.onIdle) throw new Error(CLOSED)
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
  }
}
