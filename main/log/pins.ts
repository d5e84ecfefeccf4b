import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { inTransaction } from './database.ts'

/** The events that clear and retention spare, each with the user's note on it, '' for none. */
export type Pins = ReadonlyMap<EventId, string>

/** An event that cannot be pinned: the log has none of this id, or has it no more. */
export class PinError extends Error {
  override readonly name = 'PinError'
  constructor(id: EventId) {
    super(`There is no event ${id} to pin.`)
  }
}

/** Pins and notes of the log: read once, then kept in step with their tables. */
export class PinBoard {
  private readonly connection: DuckDBConnection
  private readonly notes = new Map<EventId, string>()

  private constructor(connection: DuckDBConnection) {
    this.connection = connection
  }

  static async open(connection: DuckDBConnection): Promise<PinBoard> {
    const board = new PinBoard(connection)
    await board.reload()
    return board
  }

  /** Reads the tables anew, after something else has changed them. */
  async reload(): Promise<void> {
    const reader = await this.connection.runAndReadAll(
      "SELECT p.id::DOUBLE, coalesce(n.text, '') FROM pins p LEFT JOIN notes n ON n.id = p.id",
    )
    this.notes.clear()
    for (const [id, text] of reader.getRows()) this.notes.set(Number(id), String(text))
  }

  get pins(): Pins {
    return this.notes
  }

  /** Pins an event with a note, '' for none; null unpins it, and its note goes too. Throws a `PinError`. */
  async set(id: EventId, note: string | null): Promise<void> {
    if (note !== null && !(await this.hasEvent(id))) throw new PinError(id)
    await inTransaction(this.connection, async () => {
      await this.connection.run('DELETE FROM pins WHERE id = ?', [BigInt(id)])
      await this.connection.run('DELETE FROM notes WHERE id = ?', [BigInt(id)])
      if (note !== null) await this.connection.run('INSERT INTO pins VALUES (?)', [BigInt(id)])
      if (note) await this.connection.run('INSERT INTO notes VALUES (?, ?)', [BigInt(id), note])
    })
    if (note === null) this.notes.delete(id)
    else this.notes.set(id, note)
  }

  private async hasEvent(id: EventId): Promise<boolean> {
    const reader = await this.connection.runAndReadAll('SELECT 1 FROM events WHERE id = ?', [BigInt(id)])
    return reader.currentRowCount > 0
  }
}
