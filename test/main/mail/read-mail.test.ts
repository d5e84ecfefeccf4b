import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MailRecord } from '../../../main/mail/mail-record.ts'
import { readMail } from '../../../main/mail/read-mail.ts'
import type { EmailPayload } from '../../../shared/events/email.ts'
import {
  EIGHT_BIT,
  FORWARDED,
  LONG_HEADER,
  lines,
  NESTED,
  NO_HEADERS,
  NON_LATIN,
  nest,
  WINMAIL,
} from './sample-mails.ts'

const ENVELOPE = { from: 'app@example.test', to: ['ann@example.test'] }

async function read(source: Uint8Array, envelope = ENVELOPE): Promise<MailRecord> {
  return (await readMail(source, envelope)).record
}

async function payloadOf(source: Uint8Array, envelope = ENVELOPE): Promise<EmailPayload> {
  const record = await read(source, envelope)
  if ('problem' in record) throw new Error(record.problem)
  return record.payload
}

describe('readMail', () => {
  test('finds text, HTML and files in nested parts, each decoded by its own charset', async () => {
    expect(await payloadOf(NESTED)).toMatchObject({
      from: 'Shop <shop@example.test>',
      date: 'Sat, 21 Nov 2026 06:23:40 +0000',
      subject: 'Your bill',
      text: 'Grüße\n',
      body: '<p>Grüße <img src="cid:logo%40shop"></p>\n',
      attachments: ['Résumé.pdf'],
      files: [
        { name: 'logo.png', type: 'image/png', size: 16, contentId: 'logo@shop', isInline: true },
        { name: 'Résumé.pdf', type: 'application/pdf', size: 16, isInline: false },
      ],
      sourceSize: NESTED.length,
    })
  })

  test('decodes names and subjects of any script, and writes addresses so that they can be read again', async () => {
    expect(await payloadOf(NON_LATIN)).toMatchObject({
      from: 'Почта России <post@example.test>',
      to: ['"山田, 太郎" <taro@example.test>', 'a@example.test', 'b@example.test'],
      cc: ['undisclosed-recipients:;'],
      bcc: ['ann@example.test'],
      subject: '注文 ☕',
      replyTo: 'no-reply@example.test, help@example.test',
    })
  })

  test('keeps headers in order, repeated ones too, and decodes them', async () => {
    const { headers = [] } = await payloadOf(NON_LATIN)
    expect(headers.map(({ key }) => key)).toEqual(['From', 'To', 'Cc', 'Subject', 'Reply-To', 'Received', 'Received'])
    expect(headers[3]?.value).toBe('注文 ☕')
    expect(headers.slice(5)).toEqual([
      { key: 'Received', value: 'from one' },
      { key: 'Received', value: 'from two' },
    ])
  })

  test('a mail without HTML has an empty body and its text; one without text has none', async () => {
    const text = await payloadOf(lines('Subject: x', '', 'Hello'))
    expect([text.body, text.text]).toEqual(['', 'Hello\n'])
    const html = await payloadOf(lines('Subject: x', 'Content-Type: text/html', '', '<p>Hello</p>'))
    expect([html.body, html.text]).toEqual(['<p>Hello</p>\n', undefined])
  })

  test('a mail inside a mail is a file, and its text is not that of the mail', async () => {
    const { body, text, attachments } = await payloadOf(FORWARDED)
    expect([body, text, attachments]).toEqual(['', 'Look at this.\n', ['message.eml']])
  })

  test('winmail.dat stays a file, and is noted', async () => {
    const record = await read(WINMAIL)
    expect(record).toMatchObject({ payload: { attachments: ['winmail.dat'], text: 'See the attachment.\n' } })
    expect(record.metadata.deviations).toEqual([expect.stringContaining('winmail.dat')])
  })

  test('what has no headers is text, and is noted', async () => {
    const record = await read(NO_HEADERS)
    expect(record).toMatchObject({
      payload: {
        from: 'app@example.test',
        subject: '',
        headers: [],
        text: 'Just a text, http://example.test\nand no headers at all.\n',
      },
    })
    expect(record.metadata.deviations).toEqual([
      expect.stringContaining('headers'),
      expect.stringContaining('envelope'),
    ])
  })

  test('bytes that are no text are kept as well as they can be shown', async () => {
    const { subject, text } = await payloadOf(EIGHT_BIT)
    expect([subject, text]).toEqual(['caf\ufffd \ufffd\ufffd', '\ufffd\u0000\u001b[31m\ufffd\n'])
  })

  test('recipients are compared as mail servers do: in any case, and any spelling of the domain', async () => {
    const mail = Buffer.from('To: Ann <Ann@Bücher.test>\r\n\r\nx\r\n')
    const to = ['ann@xn--bcher-kva.test', 'bo@example.test']
    expect((await payloadOf(mail, { from: '', to })).bcc).toEqual(['bo@example.test'])
  })

  test('the app and the stream are what headers say', async () => {
    const mail = lines('X-Tattler-App: shop', 'X-Http-Debug-Id: r1', 'X-Tattler-Stream: s1', '', 'x')
    expect(await readMail(mail, ENVELOPE)).toMatchObject({ app: 'shop', stream: 's1' })
    expect(await readMail(lines('X-Http-Debug-Id: r1', '', 'x'), ENVELOPE)).toMatchObject({ app: null, stream: 'r1' })
  })

  test('a long header is read; a thousand levels are refused by name', async () => {
    expect((await payloadOf(LONG_HEADER)).subject).toBe('long')
    await expect(read(nest(1000))).rejects.toThrow('nesting depth')
  })

  test('whatever the bytes are, it ends with a record or an error', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        'From: ',
        'To: ',
        'Subject: ',
        'Content-Type: multipart/mixed; boundary=b\r\n',
        '--b',
        '--b--',
        '\r\n',
        '\n',
        '=?utf-8?Q?',
        '?=',
        'Content-ID: <x>',
        '<img src="cid:%zz">',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 30 }), async (parts) => {
        const source = Buffer.from(parts.join(''))
        expect(await payloadOf(source)).toMatchObject({ sourceSize: source.length })
      }),
      { numRuns: 500 },
    )
  })
})
