import { expect, onTestFinished, test } from 'vitest'
import { MailThread } from '../../../main/mail/mail-thread.ts'
import { WORKER_FILE } from '../../helpers/collector.ts'
import { NESTED } from './sample-mails.ts'

const ENVELOPE = { from: '', to: [] }

function startThread(): MailThread {
  const thread = new MailThread(new URL('./mail-worker.js', WORKER_FILE))
  onTestFinished(() => thread.close())
  return thread
}

test('a mail made to take all time and memory is given up, and the next one is read', async () => {
  const thread = startThread()
  const bomb = Buffer.concat([Buffer.from('Subject: bomb\r\n\r\n'), Buffer.alloc(20_000_000, '\r\n')])
  const hostile = expect(thread.run('read', bomb, ENVELOPE)).rejects.toThrow(/^it takes (more|longer) than/)
  const next = expect(thread.run('read', NESTED, ENVELOPE)).resolves.toMatchObject({
    record: { payload: { subject: 'Your bill' } },
  })
  await Promise.all([hostile, next])
})

test('a mail that the parser refuses is an error with its reason, and the thread goes on', async () => {
  const thread = startThread()
  const deep = Array.from({ length: 300 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`)
  await expect(thread.run('read', Buffer.from(deep.join('')), ENVELOPE)).rejects.toThrow('nesting depth')
  await expect(thread.run('file', NESTED, 0)).resolves.toMatchObject({ name: 'logo.png' })
})

test('closing it ends the job at hand and refuses the next, and neither is the fault of the mail', async () => {
  const thread = startThread()
  const job = thread.run('read', Buffer.alloc(10_000_000, '\r\n'), ENVELOPE)
  const refusals = Promise.allSettled([job, thread.run('file', NESTED, 0)])
  // The job is begun in a later turn of the event loop.
  await new Promise(setImmediate)
  thread.close()
  for (const result of await refusals) {
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'Error', message: 'Tattler is being closed' } })
  }
})
