/** Mails as bytes, each with what makes it special. */

const CRLF = '\r\n'

/** Lines of a source; what is no ASCII becomes one byte a character (Latin-1), as broken mailers send it. */
export function lines(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.join(CRLF) + CRLF, 'latin1')
}

const HEAD = ['From: Shop <shop@example.test>', 'To: ann@example.test', 'Date: Sat, 21 Nov 2026 06:23:40 +0000']
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Alternatives inside related parts inside mixed ones, as a mailer writes a letter with a logo and a bill. */
export const NESTED = lines(
  ...HEAD,
  'Subject: Your bill',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=mixed',
  '',
  'This is for clients without MIME.',
  '--mixed',
  'Content-Type: multipart/related; boundary=related',
  '',
  '--related',
  'Content-Type: multipart/alternative; boundary=alternative',
  '',
  '--alternative',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=C3=BC=C3=9Fe',
  '--alternative',
  'Content-Type: text/html; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>Gr=FC=DFe <img src=3D"cid:logo%40shop"></p>',
  '--alternative--',
  '--related',
  'Content-Type: image/png; name=logo.png',
  'Content-ID: <logo@shop>',
  'Content-Transfer-Encoding: base64',
  '',
  base64('not really a PNG'),
  '--related--',
  '--mixed',
  'Content-Type: application/pdf',
  "Content-Disposition: attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf",
  'Content-Transfer-Encoding: base64',
  '',
  base64('not really a PDF'),
  '--mixed--',
)

export const NON_LATIN = lines(
  `From: =?utf-8?B?${base64('Почта России')}?= <post@example.test>`,
  `To: =?utf-8?B?${base64('山田, 太郎')}?= <taro@example.test>, Team: a@example.test, b@example.test;`,
  'Cc: undisclosed-recipients:;',
  'Subject: =?iso-2022-jp?B?GyRCQ21KOBsoQg==?= =?utf-8?Q?_=E2=98=95?=',
  'Reply-To: no-reply@example.test, help@example.test',
  'Received: from one',
  'Received: from two',
  '',
  'Hello',
)

export const WINMAIL = lines(
  ...HEAD,
  'Subject: From Outlook',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'See the attachment.',
  '--b',
  'Content-Type: application/ms-tnef; name="winmail.dat"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="winmail.dat"',
  '',
  'eJ8+IgEQAQ==',
  '--b--',
)

export const FORWARDED = lines(
  ...HEAD,
  'Subject: Fwd: Hello',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'Look at this.',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'From: eve@example.test',
  'Subject: Hello',
  'Content-Type: text/html',
  '',
  '<p>Inside</p>',
  '--b--',
)

export const NO_HEADERS = lines('Just a text, http://example.test', 'and no headers at all.')

export const EIGHT_BIT = lines(
  ...HEAD,
  'Subject: caf\xe9 \xff\xfe',
  'Content-Type: text/plain',
  '',
  '\xe9\x00\x1b[31m\xff',
)

/** Parts inside parts, `depth` levels of them. */
export function nest(depth: number): Buffer {
  const levels = Array.from({ length: depth }, (_, level) => [
    `Content-Type: multipart/mixed; boundary=level-${level}`,
    '',
    `--level-${level}`,
  ])
  return lines(...HEAD, ...levels.flat(), 'Content-Type: text/plain', '', 'deep down')
}

export const LONG_HEADER = lines(...HEAD, `X-Long: ${'word '.repeat(200_000)}`, 'Subject: long', '', 'Hello')

/** What other mailers, and nobody sane, would send. */
export const MALFORMED: Readonly<Record<string, Buffer>> = {
  'nothing at all': Buffer.alloc(0),
  'an empty line': lines(''),
  'no headers': NO_HEADERS,
  'headers and no body': lines(...HEAD, 'Subject: no body'),
  'a body that begins with a dot': lines(...HEAD, '', '.hidden', '..', '.x'),
  '8-bit garbage': EIGHT_BIT,
  'bytes of every value': Buffer.concat([lines(...HEAD, ''), Buffer.from(Array.from({ length: 256 }, (_, i) => i))]),
  'bare line feeds': Buffer.from('From: a@example.test\nSubject: unix\n\nHello\n'),
  'bare carriage returns': Buffer.from('From: a@example.test\rSubject: mac\r\rHello\r'),
  'a multipart without its boundary': lines(...HEAD, 'Content-Type: multipart/mixed', '', '--b', '', 'x'),
  'a multipart that never ends': lines(...HEAD, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x'),
  'an unknown charset': lines(...HEAD, 'Content-Type: text/plain; charset=klingon-1', '', 'nuqneH \xe9'),
  'broken base64': lines(...HEAD, 'Content-Transfer-Encoding: base64', '', '=A!=B?==', '\xff'),
  'broken encoded words': lines(...HEAD, 'Subject: =?utf-8?B?\xff\xff?= =?utf-8?Q?=ZZ?= =?x?y?z?=', '', 'x'),
  'unbalanced quotes and brackets': lines('From: "Ann <ann@example.test', 'To: <<<>,;:@', 'Subject: x', '', 'x'),
  'a thousand levels': nest(1000),
  'two hundred levels': nest(200),
  'a header of a megabyte': LONG_HEADER,
  'a header of three megabytes': lines(...HEAD, `X-Long: ${'x'.repeat(3_000_000)}`, '', 'Hello'),
  'one line of two megabytes': lines(...HEAD, 'Subject: long line', '', 'x'.repeat(2_000_000)),
  'a hundred thousand recipients': lines(`To: ${'a@example.test, '.repeat(100_000)}b@example.test`, '', 'x'),
  'winmail.dat': WINMAIL,
  'a mail inside': FORWARDED,
}
