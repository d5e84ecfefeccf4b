import { parentPort, workerData } from 'node:worker_threads'
import type { LogThreadOptions } from './api.ts'
import { openDatabase } from './database.ts'

/**
 * Thread entry: opens the file of the log in the data folder that `workerData` names. That takes as long as reading the
 * rest of the code, so both happen at once; the first message tells with which options the log is wanted.
 */
const port = parentPort
if (!port) throw new Error('the log worker must run in a worker thread')
const database = openDatabase(workerData)
// Told to who asks for the log.
database.catch(() => undefined)
const serving = import('./serve-log.ts')
port.once('message', (options: LogThreadOptions) => {
  // Without a listener it would not keep the thread.
  port.ref()
  void serving.then(({ serveLog }) => serveLog(port, options, database))
})
