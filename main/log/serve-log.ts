import type { MessagePort } from 'node:worker_threads'
import type { AsyncLogApi, LogApi, LogCall, LogMethod, LogReply, LogThreadOptions } from './api.ts'
import type { Database } from './database.ts'
import { isDamage, isFatal, messageOf } from './database-error.ts'
import { openEventLog } from './event-log.ts'
import { LogTurns } from './log-turns.ts'

/** Opens the log, and calls the function named in each message that comes through the port, or from the decoder. */
export async function serveLog(
  port: MessagePort,
  { decoder, turns, ...options }: LogThreadOptions,
  database: Promise<Database>,
): Promise<void> {
  const reply = (message: LogReply) => port.postMessage(message)
  // A mistake of our own: left to itself it would end the thread while the database works in it.
  process.on('uncaughtException', (error) => reply({ fatal: messageOf(error) }))
  try {
    const { api, stats, setAside } = await openEventLog(
      options,
      {
        onChange: (changed) => reply({ changed }),
        onProblem: (problem) => reply(isFatal(problem) || isDamage(problem) ? { fatal: problem } : { problem }),
        onFault: (fault) => reply({ fault }),
        onEnd: (fatal) => reply({ fatal }),
      },
      database,
      new LogTurns(turns),
    )
    const take = (call: LogCall) => {
      void answer(api, call).then((answered) => {
        reply(answered)
        const reason = reasonOf(call.method, answered)
        if (reason !== null && isEnd(call.method, reason)) reply({ fatal: reason })
        else if (reason !== null && isDamage(reason)) reply({ problem: reason })
        if (call.method !== 'close') return
        // Nothing is left to do: the thread ends by itself, after the database has let go of its own threads.
        port.close()
        decoder.close()
      })
    }
    port.on('message', take)
    decoder.on('message', take)
    reply({ ready: stats, setAside })
  } catch (error) {
    reply({ failed: { code: codeOf(error), message: messageOf(error) } })
  }
}

/** What must work: a file with damage that keeps it from working is set aside. */
const ESSENTIAL: ReadonlySet<LogMethod> = new Set<LogMethod>(['ingest', 'clear'])

/** Whether the file must not be used any further. Where a question comes upon damage, others may have their answers. */
function isEnd(method: LogMethod, reason: string): boolean {
  return isFatal(reason) || (ESSENTIAL.has(method) && isDamage(reason))
}

/** Why a call failed, or a message of a batch; null if none did. */
function reasonOf(method: LogMethod, reply: LogReply): string | null {
  if ('error' in reply) return reply.error.message
  if (method !== 'ingest' || !('result' in reply)) return null
  // The reply's result has the type of its method: that is the contract of `LogApi`.
  const { results } = reply.result as ReturnType<LogApi['ingest']>
  for (const result of results.others.values()) if (result.kind === 'failed') return result.reason
  return null
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
