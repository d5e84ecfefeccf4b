import type { DuckDBConnection } from '@duckdb/node-api'
import { type Cleared, clearEvents, dropCleared, undoClear } from './clear.ts'
import { NOTHING_DROPPED } from './dropped.ts'
import type { EventWriter } from './event-writer.ts'
import { countEvents, type LogState } from './log-state.ts'
import type { Sequences } from './sequences.ts'

/** How long a cleared log can be brought back, ms. */
const UNDO_TIME = 5 * 60_000

export interface ClearingOptions {
  readonly writer: DuckDBConnection
  readonly events: EventWriter
  readonly state: LogState
  readonly sequences: Sequences
  /** Does work on the log when it is its turn. */
  runInTurn(work: () => Promise<void>): void
  /** Events went away or came back. */
  onMoved(): void
  /** What was cleared cannot be brought back any more. */
  onDropped(): void
}

/** Clears the log, and brings back what was cleared for a while. Each call must be made in turn with other changes of the log. */
export class Clearing {
  private readonly options: ClearingOptions
  private cleared: (Cleared & { readonly undoUntil: number; readonly timer: NodeJS.Timeout }) | null = null

  constructor(options: ClearingOptions) {
    this.options = options
  }

  /** Until when what was cleared last can be brought back, ms since the epoch. */
  get undoUntil(): number | null {
    return this.cleared?.undoUntil ?? null
  }

  /** Resolves with how many events went. */
  async clear(): Promise<{ count: number; undoUntil: number }> {
    const { writer, events, state, sequences, runInTurn, onMoved } = this.options
    const before = state.events
    events.forgetTable()
    await clearEvents(writer, state.lastId, state.dropped)
    state.events = await countEvents(writer)
    this.stop()
    const timer = setTimeout(() => runInTurn(() => this.drop()), UNDO_TIME)
    timer.unref()
    const undoUntil = Date.now() + UNDO_TIME
    this.cleared = { id: state.lastId, dropped: state.dropped, undoUntil, timer }
    state.dropped = NOTHING_DROPPED
    sequences.hasCleared = true
    onMoved()
    return { count: before - state.events, undoUntil }
  }

  /** Resolves with false where nothing can be brought back. */
  async undo(): Promise<boolean> {
    if (!this.cleared) return false
    const { writer, events, state, sequences, onMoved } = this.options
    this.stop()
    events.forgetTable()
    state.dropped = await undoClear(writer, this.cleared, state.dropped)
    this.cleared = null
    sequences.hasCleared = false
    state.events = await countEvents(writer)
    onMoved()
    return true
  }

  stop(): void {
    clearTimeout(this.cleared?.timer)
  }

  private async drop(): Promise<void> {
    const { writer, sequences, onDropped } = this.options
    sequences.hasCleared = false
    await dropCleared(writer)
    this.cleared = null
    onDropped()
  }
}
