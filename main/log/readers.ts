import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/**
 * A few connections for reading, so that one slow query does not hold up the next viewer. A connection does one thing at
 * a time; who comes when all are busy waits in order.
 */
export class Readers {
  private readonly all: readonly DuckDBConnection[]
  private readonly idle: DuckDBConnection[]
  private readonly waiting: ((connection: DuckDBConnection) => void)[] = []

  private constructor(connections: DuckDBConnection[]) {
    this.all = connections
    this.idle = [...connections]
  }

  static async open(instance: DuckDBInstance, count: number): Promise<Readers> {
    return new Readers(await Promise.all(Array.from({ length: count }, () => instance.connect())))
  }

  async use<T>(read: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.idle.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.waiting.push(resolve)))
    try {
      return await read(connection)
    } finally {
      const next = this.waiting.shift()
      if (next) next(connection)
      else this.idle.push(connection)
    }
  }

  close(): void {
    for (const connection of this.all) connection.closeSync()
  }
}
