/**
 * How far the log's thread has come with its batches, in memory that outlives it: after it has died, this tells which of
 * them may be in the file.
 */
export class LogTurns {
  /** Changes hands between threads. */
  readonly memory: SharedArrayBuffer
  private readonly values: Float64Array

  constructor(memory = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory
    this.values = new Float64Array(memory)
  }

  /** The next batch is going to be stored behind the event `lastId`. */
  begin(lastId: number): void {
    this.values[0] = this.begun + 1
    this.values[1] = lastId
  }

  /** Batches whose turn has come. */
  get begun(): number {
    return this.values[0] ?? 0
  }

  /** The newest event when the last of them began. */
  get lastId(): number {
    return this.values[1] ?? 0
  }

  /** Whether the batch with this number, from 1, may be in a log whose newest event is `lastId` now. */
  mayHaveStored(batch: number, lastId: number): boolean {
    return batch < this.begun || (batch === this.begun && lastId > this.lastId)
  }
}
