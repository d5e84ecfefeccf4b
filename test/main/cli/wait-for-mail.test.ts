import nodemailer from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDuration } from '../../../main/cli/duration.ts'
import { findLinks } from '../../../main/cli/mail-links.ts'
import { makeDataDir, removeDataDir, runCli, type ServeProcess, startCli, startServe } from './cli-process.ts'

const dataDir = makeDataDir()
let serve: ServeProcess

beforeAll(async () => {
  serve = await startServe(dataDir)
})

afterAll(async () => {
  await serve.stop()
  removeDataDir(dataDir)
})

const waitForMail = (...args: string[]) => ['wait-for-mail', '--data', dataDir, ...args]

async function sendMail(to: string, subject: string, more: object = {}): Promise<void> {
  const [host = '', port = ''] = serve.smtp.split(':')
  const mailer = nodemailer.createTransport({ host, port: Number(port) })
  await mailer.sendMail({ from: 'Shop <shop@example.test>', to, subject, text: 'Hello', ...more })
}

describe('tattler wait-for-mail', () => {
  test('prints a mail that is there already, with all that a test of an app looks at', async () => {
    await sendMail('Ann <ann@example.test>', 'Reset your password', {
      html: '<a href="https://shop.test/reset?a=1&amp;b=2">Reset</a>',
      attachments: [{ filename: 'terms.pdf', content: 'x' }],
    })
    const { code, stdout } = await runCli(waitForMail('--to', 'ANN@example', '--subject', 'reset', '--from', 'shop@'))
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      app: 'mail',
      from: 'Shop <shop@example.test>',
      to: ['Ann <ann@example.test>'],
      cc: [],
      replyTo: null,
      subject: 'Reset your password',
      text: 'Hello\n',
      links: ['https://shop.test/reset?a=1&b=2'],
      attachments: ['terms.pdf'],
    })
  })

  test('of several that fit, prints the newest', async () => {
    await sendMail('twice@example.test', 'First')
    await sendMail('twice@example.test', 'Second')
    const { stdout } = await runCli(waitForMail('--to', 'twice@example.test'))
    expect(JSON.parse(stdout).subject).toBe('Second')
  })

  test('waits for a mail, passing over those that do not fit, and finds hidden recipients', async () => {
    const waiting = startCli(waitForMail('--to', 'hidden@example.test', '--timeout', '30s'))
    await sendMail('other@example.test', 'Not this one')
    await sendMail('visible@example.test', 'This one', { bcc: 'hidden@example.test' })
    expect(await waiting.exited).toBe(0)
    expect(JSON.parse(waiting.stdout())).toMatchObject({ subject: 'This one', bcc: ['hidden@example.test'] })
  })

  test('takes no mail from before its time', async () => {
    await sendMail('early@example.test', 'Early')
    const { code, stdout, stderr } = await runCli(
      waitForMail('--to', 'early@example.test', '--since', '0ms', '--timeout', '300ms'),
    )
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'No mail came within 0.3 s.\n' })
  })

  test('finds mails that came as events, too', async () => {
    const payload = { subject: 'Reported', body: '<p>x</p>', from: 'a@example.test', to: ['reported@example.test'] }
    await runCli(['send', '--data', dataDir, '--app', 'shop'], JSON.stringify({ type: 'email', payload }))
    const { stdout } = await runCli(waitForMail('--to', 'reported@', '--app', 'shop'))
    expect(JSON.parse(stdout)).toMatchObject({ app: 'shop', subject: 'Reported', html: '<p>x</p>', text: null })
  })

  test('fails when there is no Tattler any more, however long it would wait', async () => {
    const ownDir = makeDataDir()
    const own = await startServe(ownDir)
    const waiting = startCli(['wait-for-mail', '--data', ownDir, '--timeout', '1h'])
    await own.stop()
    expect(await waiting.exited).toBe(1)
    removeDataDir(ownDir)
  })

  test('exits with 2 for a duration that is none', async () => {
    const { code, stderr } = await runCli(waitForMail('--timeout', 'soon'))
    expect(code).toBe(2)
    expect(stderr).toContain('500ms, 10s, 2m or 1h')
  })
})

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['10', 10_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', 's', '-1s', '1d', '1 week'])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow('duration')
})

describe('findLinks', () => {
  test('takes the links of the HTML in order, each once, decoded', () => {
    const html = `<A class=x HREF='https://a.test/?q=&quot;1&quot;'>a</A> <a href=https://b.test/>b</a>
      <area href="mailto:c@d.test"><a href="https://b.test/">again</a><a name="x">no link</a><link href="https://e.test">`
    expect(findLinks(html, 'https://text.test')).toEqual([
      'https://a.test/?q="1"',
      'https://b.test/',
      'mailto:c@d.test',
    ])
  })

  test('takes the addresses in the text where there is no HTML, without what ends the sentence', () => {
    expect(findLinks('', 'See https://a.test/x. Or (http://b.test)?')).toEqual(['https://a.test/x', 'http://b.test'])
  })
})
