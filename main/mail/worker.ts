import { parentPort } from 'node:worker_threads'
import { MAIL_JOBS, type MailJobs } from './mail-jobs.ts'

/** To the thread: one job, answered before the next is sent. */
export interface MailCall<M extends keyof MailJobs = keyof MailJobs> {
  readonly method: M
  readonly args: Parameters<MailJobs[M]>
}

/** From the thread. */
export type MailReply = { readonly result: unknown } | { readonly error: string }

/** Thread entry: reads mails, which may take all of its time and memory. */
function run(): void {
  const port = parentPort
  if (!port) throw new Error('the mail worker must run in a worker thread')
  port.on('message', (call: MailCall) => {
    answer(call).then(
      (result) => port.postMessage({ result } satisfies MailReply),
      (error: unknown) => {
        port.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies MailReply)
      },
    )
  })
}

function answer<M extends keyof MailJobs>({ method, args }: MailCall<M>): Promise<unknown> {
  const job: (...args: Parameters<MailJobs[M]>) => Promise<unknown> = MAIL_JOBS[method]
  return job(...args)
}

run()
