import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'

/** Shapes whose counts are remembered. */
const KEPT = 1000

interface Counted {
  readonly count: number
  /** The newest event that was looked at. */
  readonly upTo: EventId
}

/** How many queries of a shape the whole log holds. Of a shape that was asked about before, only new events are counted. */
export class ShapeCounts {
  private counts = new Map<number, Counted>()

  async count(connection: DuckDBConnection, shape: number, lastId: EventId): Promise<number> {
    // What is being counted when events go away must not be remembered.
    const { counts } = this
    const known = counts.get(shape) ?? { count: 0, upTo: 0 }
    const reader = await connection.runAndReadAll(
      'SELECT count(*)::DOUBLE FROM events WHERE shape = ? AND id BETWEEN ? AND ?',
      [shape, BigInt(known.upTo + 1), BigInt(lastId)],
    )
    const count = known.count + Number(reader.getRows()[0]?.[0] ?? 0)
    counts.delete(shape)
    counts.set(shape, { count, upTo: lastId })
    const [oldest] = counts.keys()
    if (counts.size > KEPT && oldest !== undefined) counts.delete(oldest)
    return count
  }

  /** Must be called when events went away or came back. */
  reset(): void {
    this.counts = new Map()
  }
}
