import { BatchPacker } from './ingest-batch.ts'
import type { AsyncLogApi, IngestResult, LogStats } from './log/api.ts'
import { resultAt } from './log/packed-results.ts'
import type { Source } from './protocols/protocol.ts'

/**
 * Waiting bytes from which a batch is sent while so many others are on their way: one is stored, while the next one is decoded
 * and a third one changes threads. Less waits: a transaction costs the same for one event and for a hundred.
 */
const WORTH_SENDING_BYTES = [0, 64 * 1024, 512 * 1024]
/**
 * Between the beginnings of two batches for which nobody waits, ms: a transaction costs nearly the same for one event and
 * for twenty, and a stream of events would begin one as soon as the last has ended.
 */
const GATHERING = 10
/** Waiting bytes from which nothing is gathered any more. */
const MOST_GATHERED_BYTES = 64 * 1024
/** A batch is cut here, so that no answer waits for a whole flood. Bytes. */
const BATCH_BYTES = 1 * 1024 * 1024
/** Waiting bytes from which senders are slowed. */
const FULL_BYTES = 8 * 1024 * 1024

/** Called with what became of a message. */
type Done = (result: IngestResult) => void

interface Batch {
  readonly packer: BatchPacker
  /** Of its messages in order. */
  readonly done: Done[]
  /** Whether a sender waits for the result of one of them. */
  isAwaited: boolean
}

/**
 * Gathers messages for the log: what arrives while a batch is stored is the next batch, so a flood is batched by itself. A
 * single event, and one whose sender waits for the result, waits for one commit only.
 */
export class IngestQueue {
  private readonly log: AsyncLogApi
  private readonly onStored: (stats: LogStats) => void
  /** The first go first; the last is still being filled. */
  private readonly waiting: Batch[] = []
  private waitingBytes = 0
  private inFlight = 0
  private isScheduled = false
  private gathering: NodeJS.Timeout | undefined
  /** When the last batch began, ms. */
  private lastBatch = Number.NEGATIVE_INFINITY
  private roomListeners: (() => void)[] = []

  constructor(log: AsyncLogApi, onStored: (stats: LogStats) => void) {
    this.log = log
    this.onStored = onStored
  }

  /** Takes a message; resolves when it is on disk, refused, or failed. */
  add(bytes: Uint8Array, source: Source): Promise<IngestResult> {
    return new Promise((done) => this.put(bytes, source, true, done))
  }

  /** As `add`, for senders of many messages. Unless `isAwaited`, it may take somewhat longer. */
  put(bytes: Uint8Array, source: Source, isAwaited: boolean, done: Done): void {
    let batch = this.waiting.at(-1)
    if (!batch || batch.packer.length >= BATCH_BYTES) {
      batch = { packer: new BatchPacker(), done: [], isAwaited: false }
      this.waiting.push(batch)
    }
    batch.packer.add(bytes, source, Date.now())
    batch.done.push(done)
    batch.isAwaited ||= isAwaited
    this.waitingBytes += bytes.byteLength
    this.schedule()
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
    return this.waitingBytes >= (WORTH_SENDING_BYTES[this.inFlight] ?? Number.POSITIVE_INFINITY)
  }

  private schedule(): void {
    if (this.isScheduled || !this.maySend) return
    const delay = this.mayGather ? this.lastBatch + GATHERING - performance.now() : 0
    if (delay > 0) {
      this.gathering ??= setTimeout(() => this.sendSoon(), delay)
    } else this.sendSoon()
  }

  private get mayGather(): boolean {
    return this.waitingBytes < MOST_GATHERED_BYTES && this.waiting.every(({ isAwaited }) => !isAwaited)
  }

  private sendSoon(): void {
    clearTimeout(this.gathering)
    this.gathering = undefined
    this.isScheduled = true
    // What the same turn of the event loop still brings belongs to the batch.
    setImmediate(() => {
      this.isScheduled = false
      for (let batch = this.take(); batch; batch = this.take()) void this.send(batch)
    })
  }

  private take(): Batch | undefined {
    const batch = this.maySend ? this.waiting.shift() : undefined
    this.waitingBytes -= batch?.packer.length ?? 0
    return batch
  }

  private async send({ packer, done }: Batch): Promise<void> {
    this.inFlight++
    this.lastBatch = performance.now()
    try {
      const { results, stats } = await this.log.ingest(packer.pack())
      this.onStored(stats)
      for (const [index, tell] of done.entries()) tell(resultAt(results, index))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      for (const tell of done) tell({ kind: 'failed', reason })
    } finally {
      this.inFlight--
      if (this.waitingBytes < FULL_BYTES / 2) for (const resume of this.roomListeners.splice(0)) resume()
      if (this.waiting.length > 0) this.schedule()
    }
  }
}
