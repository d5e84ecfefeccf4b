import { parentPort, workerData } from 'node:worker_threads'
import { buffersOf } from '../ingest-batch.ts'
import type { DecoderOptions, LogCall } from './api.ts'
import { aheadBuffersOf, decodeAhead } from './decode-ahead.ts'
import { makeEventPacker } from './event-columns.ts'

/**
 * Thread entry: decodes the batches on their way to the log's thread, which stores one while the next is decoded here.
 * What only the log can place goes on as it came.
 */
function run({ log, limits }: DecoderOptions): void {
  const packer = makeEventPacker()
  parentPort?.on('message', ({ seq, method, args: [batch] }: LogCall<'ingest'>) => {
    const ahead = decodeAhead(batch, limits, packer)
    const call: LogCall<'ingest'> = { seq, method, args: [batch, ahead] }
    log.postMessage(call, [...buffersOf(batch), ...(ahead ? aheadBuffersOf(ahead) : [])])
  })
}

run(workerData)
