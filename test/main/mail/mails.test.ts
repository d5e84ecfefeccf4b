import { describe, expect, test } from 'vitest'
import { readMail } from '../../../main/mail/read-mail.ts'
import { ALL, postEvents, queryLog, type TestCollector } from '../../helpers/collector.ts'
import { SmtpClient, smtpOf, startMailCollector } from '../../helpers/smtp.ts'
import { TestViewer } from '../../helpers/viewer.ts'
import { lines, MALFORMED, NESTED } from './sample-mails.ts'

/** A mail that came by an event: nothing is kept of it but what the event said. */
const REPORTED = {
  type: 'email',
  time: Date.parse('2026-11-21T06:23:40Z'),
  payload: {
    from: '"Чай, и кофе" <shop@example.test>',
    to: ['ann@example.test', 'Bo Ö <bo@example.test>'],
    bcc: ['hidden@example.test'],
    replyTo: 'help@example.test',
    subject: 'Grüße\r\nX-Injected: header',
    body: '<p>Hello</p><script>alert(1)</script>',
    attachments: ['../../etc/passwd'],
  },
}

async function collect(...mails: readonly Uint8Array[]): Promise<{ collector: TestCollector; viewer: TestViewer }> {
  const collector = await startMailCollector()
  const client = await SmtpClient.connect(smtpOf(collector))
  for (const mail of mails) expect(await client.sendMail(mail)).toMatch(/^250 /)
  return { collector, viewer: await TestViewer.connect(collector) }
}

const decode = (base64: string) => Buffer.from(base64, 'base64')

describe('the source of a mail', () => {
  test('is kept byte by byte, whatever it is', async () => {
    const mails = Object.entries(MALFORMED)
    const { collector, viewer } = await collect(...mails.map(([, source]) => source))
    const { events = [] } = await queryLog(collector, ALL)
    expect(events).toHaveLength(mails.length)
    for (const [index, [name, sent]] of mails.entries()) {
      const { base64 } = (await viewer.request('mail/source', index + 1)) ?? { base64: '' }
      // A mail that does not end with a line end got one on its way.
      const kept = decode(base64).subarray(0, sent.length)
      expect([name, kept.equals(sent)]).toEqual([name, true])
    }
    const invalid = events.filter((event) => event.event_type === 'invalid').map((event) => Number(event.id) - 1)
    expect(invalid.map((index) => mails[index]?.[0])).toEqual(['a thousand levels', 'a header of three megabytes'])
    expect(events[invalid[0] ?? 0]).toMatchObject({
      success: false,
      payload: { path: '', reason: expect.stringContaining('the mail cannot be read'), raw: expect.any(String) },
    })
  })

  test('is null for a mail that came by an event, and for what is no mail', async () => {
    const { collector, viewer } = await collect()
    await postEvents(collector, REPORTED)
    expect(await viewer.request('mail/source', 1)).toBeNull()
    expect(await viewer.request('mail/source', 99)).toBeNull()
    expect(await viewer.request('mail/inline', 1)).toEqual([])
    expect(await viewer.request('mail/file', { id: 1, index: 0 })).toBeNull()
  })
})

describe('the files of a mail', () => {
  test('are decoded one by one', async () => {
    const { viewer } = await collect(NESTED)
    const file = await viewer.request('mail/file', { id: 1, index: 1 })
    expect(file).toMatchObject({ name: 'Résumé.pdf', type: 'application/pdf' })
    expect(decode(file?.base64 ?? '').toString()).toBe('not really a PDF')
    expect(await viewer.request('mail/file', { id: 1, index: 2 })).toBeNull()
    await expect(viewer.request('mail/file', { id: 1, index: -1 })).rejects.toThrow('index')
  })

  test('are inline only if they are images that the HTML shows', async () => {
    const { viewer } = await collect(NESTED)
    const images = await viewer.request('mail/inline', 1)
    expect(images.map(({ contentId, type }) => [contentId, type])).toEqual([['logo@shop', 'image/png']])
    expect(decode(images[0]?.base64 ?? '').toString()).toBe('not really a PNG')
  })

  test('are not inline beyond ten megabytes together', async () => {
    const image = Buffer.alloc(6_000_000, 1).toString('base64')
    const part = (id: number) => [
      '--b',
      'Content-Type: image/png',
      `Content-ID: <${id}>`,
      'Content-Transfer-Encoding: base64',
      '',
      image,
    ]
    const html = ['--b', 'Content-Type: text/html', '', '<img src="cid:1"><img src="cid:2">']
    const { viewer } = await collect(
      lines('Subject: x', 'Content-Type: multipart/related; boundary=b', '', ...html, ...part(1), ...part(2), '--b--'),
    )
    expect((await viewer.request('mail/inline', 1)).map(({ contentId }) => contentId)).toEqual(['1'])
  })
})

describe('a mail as a file', () => {
  test('.eml is the source', async () => {
    const { viewer } = await collect(NESTED)
    const { name, base64 } = await viewer.request('mail/export', { id: 1, format: 'eml' })
    expect([name, decode(base64).equals(NESTED)]).toEqual(['mail-1.eml', true])
  })

  test('.eml of a mail without source is a message with its fields, and nothing slipped in', async () => {
    const { collector, viewer } = await collect()
    await postEvents(collector, REPORTED)
    const { base64 } = await viewer.request('mail/export', { id: 1, format: 'eml' })
    const { record } = await readMail(decode(base64), { from: '', to: [] })
    expect(record).toMatchObject({
      payload: {
        from: REPORTED.payload.from,
        to: REPORTED.payload.to,
        bcc: REPORTED.payload.bcc,
        replyTo: REPORTED.payload.replyTo,
        subject: 'Grüße X-Injected: header',
        body: expect.stringContaining(REPORTED.payload.body),
        date: 'Sat, 21 Nov 2026 06:23:40 +0000',
      },
    })
    const { headers = [] } = 'payload' in record ? record.payload : {}
    expect(headers.map(({ key }) => key)).not.toContain('X-Injected')
  })

  test('.html is a page with its images inside, and a policy before anything of the mail', async () => {
    const { viewer } = await collect(NESTED)
    const { name, base64 } = await viewer.request('mail/export', { id: 1, format: 'html' })
    const page = decode(base64).toString()
    expect(name).toBe('mail-1.html')
    expect(page).toContain(`<img src="data:image/png;base64,${Buffer.from('not really a PNG').toString('base64')}">`)
    expect(page.indexOf("default-src 'none'")).toBeLessThan(page.indexOf('Grüße'))
  })

  test('.html keeps the doctype of the mail first; a mail of text alone is a page of that text', async () => {
    const html = lines('Content-Type: text/html', '', '<!DOCTYPE html><title>x</title>')
    const { viewer } = await collect(html, lines('Subject: x', '', '<b>not bold</b>'))
    const pageOf = async (id: number) =>
      decode((await viewer.request('mail/export', { id, format: 'html' })).base64).toString()
    expect(await pageOf(1)).toMatch(/^<!DOCTYPE html><meta charset="utf-8">/)
    expect(await pageOf(2)).toContain('&lt;b>not bold&lt;/b>')
  })

  test('what is no mail cannot be had as one', async () => {
    const { collector, viewer } = await collect()
    await postEvents(collector, { type: 'log', payload: { message: 'no mail' } })
    await expect(viewer.request('mail/export', { id: 1, format: 'eml' })).rejects.toThrow('there is no mail 1')
    await expect(viewer.request('mail/export', { id: 2, format: 'html' })).rejects.toThrow('there is no mail 2')
  })
})
