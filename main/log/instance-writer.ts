import type { DuckDBConnection } from '@duckdb/node-api'
import { deleteAppended, keepApp } from './appended-events.ts'
import { rememberLastId } from './clear.ts'
import { inTransaction } from './database.ts'
import type { EventLogInstance, InstanceBook } from './instances.ts'
import { countEvents, type LogState } from './log-state.ts'
import type { PinBoard } from './pins.ts'
import type { Sequences } from './sequences.ts'

export interface InstanceWriterOptions {
  readonly writer: DuckDBConnection
  /** Changes the log, one piece of work after the other. */
  write<T>(work: () => Promise<T>): Promise<T>
  readonly instances: InstanceBook
  readonly state: LogState
  readonly board: PinBoard
  readonly sequences: Sequences
  /** Events were deleted. */
  onDeleted(): void
}

/** What clients change of the event log's instances, each change on disk once it resolves. */
export class InstanceWriter {
  private readonly options: InstanceWriterOptions

  constructor(options: InstanceWriterOptions) {
    this.options = options
  }

  /** Stores what `change` does to the book. Rejects with an `InstanceError`. */
  change(change: (book: InstanceBook) => EventLogInstance): Promise<EventLogInstance> {
    const { writer, instances, state } = this.options
    return this.inTurn(async () => {
      const instance = change(instances)
      await inTransaction(writer, () => instances.write(writer))
      state.instances.add(instance.id)
      return instance
    })
  }

  /** Deletes an instance with all that was appended to it. Rejects with an `InstanceError`. */
  delete(reference: string): Promise<EventLogInstance> {
    const { writer, instances, state, board, sequences, onDeleted } = this.options
    return this.inTurn(async () => {
      const instance = instances.delete(reference)
      const isApp = await inTransaction(writer, async () => {
        await deleteAppended(writer, instance.id)
        await instances.write(writer)
        await rememberLastId(writer, state.lastId)
        return keepApp(writer, instance.id)
      })
      if (!isApp) state.instances.delete(instance.id)
      state.events = await countEvents(writer)
      await board.reload()
      // One that gets the same id later begins at 1 again.
      sequences.reset()
      onDeleted()
      return instance
    })
  }

  private inTurn(work: () => Promise<EventLogInstance>): Promise<EventLogInstance> {
    const { writer, write, instances } = this.options
    return write(async () => {
      try {
        return await work()
      } catch (error) {
        await instances.reload(writer)
        throw error
      }
    })
  }
}
