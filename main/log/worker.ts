import { parentPort, workerData } from 'node:worker_threads'
import type { LogCall, LogMethod, LogOptions, LogReply } from './api.ts'
import { messageOf } from './database.ts'
import { type AsyncLogApi, openEventLog } from './event-log.ts'

/** Thread entry: opens the log named in `workerData` and calls the function named in each message. */
async function run(options: LogOptions): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('the log worker must run in a worker thread')
  const reply = (message: LogReply) => port.postMessage(message)
  try {
    const { api, stats, setAside } = await openEventLog(options, {
      onChange: (changed) => reply({ changed }),
      onProblem: (problem) => reply({ problem }),
    })
    port.on('message', (call: LogCall) => {
      void answer(api, call).then((answered) => {
        reply(answered)
        // Nothing is left to do: the thread ends by itself, after the database has let go of its own threads.
        if (call.method === 'close') port.close()
      })
    })
    reply({ ready: stats, setAside })
  } catch (error) {
    reply({ failed: { code: codeOf(error), message: messageOf(error) } })
  }
}

async function answer(api: AsyncLogApi, call: LogCall): Promise<LogReply> {
  try {
    return { seq: call.seq, result: await callMethod(api, call.method, call.args) }
  } catch (error) {
    return { seq: call.seq, error: { code: codeOf(error), message: messageOf(error) } }
  }
}

function callMethod<M extends LogMethod>(api: AsyncLogApi, method: M, args: LogCall<M>['args']): Promise<unknown> {
  const call: (...args: LogCall<M>['args']) => Promise<unknown> = api[method]
  return call(...args)
}

/** `QueryError` and the like are told apart by their name on the other side of the thread. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'Error'
}

await run(workerData)
