import type { IngestBatch } from './log/api.ts'
import type { Source } from './protocols/protocol.ts'

const INITIAL_BYTES = 16 * 1024
const INITIAL_MESSAGES = 64

/**
 * Packs messages for the log's thread: their bytes one behind the other, and what is known of each in columns, so that
 * nothing of a message is left to be collected here, and all changes threads without being copied again.
 */
export class BatchPacker {
  private bytes = new Uint8Array(INITIAL_BYTES)
  private ends = new Float64Array(INITIAL_MESSAGES)
  private received = new Float64Array(INITIAL_MESSAGES)
  private sourceIndexes = new Uint32Array(INITIAL_MESSAGES)
  private readonly sources = new Map<Source, number>()
  /** Messages packed. */
  count = 0
  /** Bytes of them. */
  length = 0

  /** Copies the message; its bytes may change afterwards. `received` in ms since the epoch. */
  add(bytes: Uint8Array, source: Source, received: number): void {
    const end = this.length + bytes.byteLength
    if (end > this.bytes.length) this.bytes = enlarge(this.bytes, new Uint8Array(Math.max(end, 2 * this.bytes.length)))
    this.bytes.set(bytes, this.length)
    this.length = end
    if (this.count === this.ends.length) {
      const room = 2 * this.count
      this.ends = enlarge(this.ends, new Float64Array(room))
      this.received = enlarge(this.received, new Float64Array(room))
      this.sourceIndexes = enlarge(this.sourceIndexes, new Uint32Array(room))
    }
    this.ends[this.count] = end
    this.received[this.count] = received
    this.sourceIndexes[this.count] = this.indexOf(source)
    this.count++
  }

  /** The batch; nothing may be added any more. */
  pack(): IngestBatch {
    const { bytes, ends, received, sourceIndexes, count, sources } = this
    return { bytes, ends, received, sourceIndexes, count, sources: [...sources.keys()] }
  }

  private indexOf(source: Source): number {
    const known = this.sources.get(source)
    if (known !== undefined) return known
    const index = this.sources.size
    this.sources.set(source, index)
    return index
  }
}

/** The arrays of a batch, which change threads instead of being copied. */
export function buffersOf({ bytes, ends, received, sourceIndexes }: IngestBatch): ArrayBuffer[] {
  return [bytes, ends, received, sourceIndexes].map(({ buffer }) => buffer)
}

function enlarge<T extends Uint8Array | Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
