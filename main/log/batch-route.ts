import type { LogCall } from './api.ts'

/** To change threads once more takes longer than to decode so little. */
const SMALL_BYTES = 64 * 1024

type BatchCall = LogCall<'ingest'>
type Send = (call: BatchCall) => void

/**
 * The way of a batch to the log's thread: by the decoder's, but straight where it is small and nothing else is on its way. What
 * comes on two ways may arrive in another order, so all that follows one that went straight waits until that is stored.
 */
export class BatchRoute {
  private readonly sendToLog: Send
  private readonly sendToDecoder: Send
  private readonly open = new Set<number>()
  private straight: number | null = null
  private held: BatchCall[] = []

  constructor(sendToLog: Send, sendToDecoder: Send) {
    this.sendToLog = sendToLog
    this.sendToDecoder = sendToDecoder
  }

  send(call: BatchCall): void {
    if (this.straight !== null) this.held.push(call)
    else if (this.open.size === 0 && sizeOf(call) < SMALL_BYTES) {
      this.straight = call.seq
      this.sendToLog(call)
    } else this.sendToDecoder(call)
    this.open.add(call.seq)
  }

  /** Must be called for every answer; those of other calls are none of its own. */
  answered(seq: number): void {
    this.open.delete(seq)
    if (seq !== this.straight) return
    this.straight = null
    for (const call of this.held.splice(0)) this.sendToDecoder(call)
  }
}

/** Bytes of the messages. */
function sizeOf({ args: [{ ends, count }] }: BatchCall): number {
  return ends[count - 1] ?? 0
}
