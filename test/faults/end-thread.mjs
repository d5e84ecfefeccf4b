// Loaded into a collector: SIGUSR2 makes one of the two threads of the log fail, once this one and once that one.
import { BroadcastChannel, isMainThread, workerData } from 'node:worker_threads'

const channel = new BroadcastChannel('end-thread')
if (isMainThread) {
  let ended = 0
  /** @type {import('node:worker_threads').Worker | undefined} */
  let decoder
  // The log's thread is started first, then the decoder's.
  process.on('worker', (worker) => {
    decoder = worker
  })
  process.on('SIGUSR2', () => {
    if (ended++ % 2 === 0) channel.postMessage('fail')
    else void decoder?.terminate()
  })
} else if (typeof workerData === 'string') {
  // It has the folder of the log.
  channel.onmessage = () => {
    setImmediate(() => {
      throw new Error('the thread of the log was made to fail')
    })
  }
}
channel.unref()
