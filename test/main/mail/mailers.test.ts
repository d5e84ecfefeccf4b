import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ALL, queryLog, type TestCollector } from '../../helpers/collector.ts'
import { mailerOf, smtpOf, startMailCollector } from '../../helpers/smtp.ts'

const run = promisify(execFile)
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/mailers/${name}`, import.meta.url))

/** The first of these commands that is installed. */
function findCommand(...names: readonly string[]): string | undefined {
  return names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)
}

async function onlyMail(collector: TestCollector): Promise<Record<string, unknown>> {
  const { events = [] } = await queryLog(collector, ALL)
  expect(events).toHaveLength(1)
  return events[0] ?? {}
}

/** Runs the test where the command is installed; elsewhere it says in its name that it did not. */
function testWith(command: string | undefined, name: string, work: (command: string) => Promise<void>): void {
  if (command) test(name, () => work(command))
  else test.skip(`${name} (not installed here)`, () => undefined)
}

test('nodemailer needs nothing but host and port', async () => {
  const collector = await startMailCollector()
  await mailerOf(collector).sendMail({
    from: '"Tea & Co." <shop@example.test>',
    to: ['Ann <ann@example.test>', 'bo@example.test'],
    subject: 'Заказ 🍵',
    text: 'Текст',
    html: '<p>Текст <img src="cid:logo@shop"></p>',
    attachments: [
      { filename: 'logo.png', cid: 'logo@shop', content: Buffer.from('not really a PNG') },
      { filename: '../../Счёт.pdf', content: Buffer.from('not really a PDF') },
    ],
  })
  expect((await onlyMail(collector)).payload).toMatchObject({
    from: 'Tea & Co. <shop@example.test>',
    to: ['Ann <ann@example.test>', 'bo@example.test'],
    subject: 'Заказ 🍵',
    text: 'Текст',
    attachments: ['../../Счёт.pdf'],
    files: [
      { name: 'logo.png', contentId: 'logo@shop', isInline: true },
      { name: '../../Счёт.pdf', isInline: false },
    ],
  })
})

testWith(findCommand('python3', 'python'), "Python's smtplib needs nothing but host and port", async (python) => {
  const collector = await startMailCollector()
  const { host, port } = smtpOf(collector)
  await run(python, [fixture('send_mail.py'), host, String(port)])
  expect(await onlyMail(collector)).toMatchObject({
    instanceId: 'python-app',
    payload: {
      from: 'Лавка чая <shop@example.test>',
      to: ['ann@example.test', 'bo@example.test'],
      bcc: ['hidden@example.test'],
      subject: 'Привет из Python',
      text: expect.stringMatching(/^Текст письма\s*$/),
      body: expect.stringContaining('<b>письма</b>'),
      attachments: ['Отчёт.csv'],
      files: [
        { type: 'image/png', contentId: 'logo', isInline: true, size: 16 },
        { name: 'Отчёт.csv', isInline: false, size: 5 },
      ],
    },
  })
})

testWith(findCommand('php'), "PHP's mail() needs nothing but a sendmail that hands on", async (php) => {
  const collector = await startMailCollector()
  const { host, port } = smtpOf(collector)
  const sendmail = `${php} ${fixture('relay.php')} ${host} ${port}`
  await run(php, ['-d', `sendmail_path=${sendmail}`, fixture('send_mail.php')])
  expect((await onlyMail(collector)).payload).toMatchObject({
    from: 'Thé & Café <shop@example.test>',
    to: ['ann@example.test'],
    replyTo: 'help@example.test',
    subject: 'Commande reçue — 注文',
    body: expect.stringMatching(/^<p>Merci ✓<\/p>\n\.hidden\n/),
  })
})
