import type { IngestBatch, IngestResult, LogStats } from './log/api.ts'
import type { AsyncLogApi } from './log/event-log.ts'
import type { Source } from './protocols/protocol.ts'

/**
 * Waiting bytes from which a second batch goes to the worker while it stores one, to be decoded meanwhile. Less waits:
 * a transaction costs the same for one event and for a hundred.
 */
const WORTH_SENDING_BYTES = 64 * 1024
/** A batch is cut here, so that no answer waits for a whole flood. Bytes. */
const BATCH_BYTES = 1 * 1024 * 1024
/** Waiting bytes from which senders are slowed. */
const FULL_BYTES = 8 * 1024 * 1024

interface QueuedMessage {
  readonly bytes: Uint8Array
  readonly source: Source
  readonly received: number
  readonly done: (result: IngestResult) => void
}

/**
 * Gathers messages for the log. There is no timer: what arrives while a batch is stored is the next batch, so a single
 * event waits for one commit, and a flood is batched by itself.
 */
export class IngestQueue {
  private readonly log: AsyncLogApi
  private readonly onStored: (stats: LogStats) => void
  private waiting: QueuedMessage[] = []
  private waitingBytes = 0
  private inFlight = 0
  private isScheduled = false
  private roomListeners: (() => void)[] = []

  constructor(log: AsyncLogApi, onStored: (stats: LogStats) => void) {
    this.log = log
    this.onStored = onStored
  }

  /** Takes a message; resolves when it is on disk, refused, or failed. */
  add(bytes: Uint8Array, source: Source): Promise<IngestResult> {
    return new Promise((done) => {
      this.waiting.push({ bytes, source, received: Date.now(), done })
      this.waitingBytes += bytes.byteLength
      this.schedule()
    })
  }

  /** True while so much is waiting that senders should be paused; `whenRoom` tells when they may go on. */
  get isFull(): boolean {
    return this.waitingBytes >= FULL_BYTES
  }

  /** Resolves at once if there is room, else when half of the waiting bytes are gone. */
  whenRoom(): Promise<void> {
    return this.isFull ? new Promise((resolve) => this.roomListeners.push(resolve)) : Promise.resolve()
  }

  /** Resolves when everything taken so far is stored. */
  async whenIdle(): Promise<void> {
    while (this.waiting.length > 0 || this.inFlight > 0) await new Promise(setImmediate)
  }

  private get maySend(): boolean {
    return this.inFlight === 0 || (this.inFlight === 1 && this.waitingBytes >= WORTH_SENDING_BYTES)
  }

  private schedule(): void {
    if (this.isScheduled || !this.maySend) return
    this.isScheduled = true
    // What the same turn of the event loop still brings belongs to the batch.
    setImmediate(() => {
      this.isScheduled = false
      while (this.waiting.length > 0 && this.maySend) void this.send(this.takeBatch())
    })
  }

  private takeBatch(): QueuedMessage[] {
    let bytes = 0
    let count = 0
    for (const message of this.waiting) {
      bytes += message.bytes.byteLength
      count++
      if (bytes >= BATCH_BYTES) break
    }
    this.waitingBytes -= bytes
    return this.waiting.splice(0, count)
  }

  private async send(messages: readonly QueuedMessage[]): Promise<void> {
    this.inFlight++
    try {
      const { results, stats } = await this.log.ingest(packBatch(messages))
      this.onStored(stats)
      for (const [index, message] of messages.entries()) {
        message.done(results[index] ?? { kind: 'failed', reason: 'the log gave no answer' })
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      for (const message of messages) message.done({ kind: 'failed', reason })
    } finally {
      this.inFlight--
      if (this.waitingBytes < FULL_BYTES / 2) for (const resume of this.roomListeners.splice(0)) resume()
      if (this.waiting.length > 0) this.schedule()
    }
  }
}

function packBatch(messages: readonly QueuedMessage[]): IngestBatch {
  const bytes = new Uint8Array(messages.reduce((sum, message) => sum + message.bytes.byteLength, 0))
  const indexes = new Map<Source, number>()
  let end = 0
  const packed = messages.map((message) => {
    bytes.set(message.bytes, end)
    end += message.bytes.byteLength
    const source = indexes.get(message.source) ?? indexes.size
    indexes.set(message.source, source)
    return { end, source, received: message.received }
  })
  return { bytes: bytes.buffer, messages: packed, sources: [...indexes.keys()] }
}
