import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { BodyRoom } from '../../../main/listeners/body-room.ts'
import { makeCertificate } from '../../../main/listeners/self-signed-certificate.ts'
import { openSmtp, type SmtpOptions } from '../../../main/listeners/smtp.ts'
import { DEFAULT_SMTP_PORT, readSettings } from '../../../main/settings.ts'
import { ALL, postEvents, queryLog, startTestCollector } from '../../helpers/collector.ts'
import { mailerOf, SmtpClient, smtpOf, startMailCollector } from '../../helpers/smtp.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const MAIL = { from: 'shop@example.test', to: 'ann@example.test', subject: 'Hello', text: 'Hello, Ann' }

describe('a mail', () => {
  test('is answered with 250 once it is an event in the log', async () => {
    const collector = await startMailCollector()
    const { response } = await mailerOf(collector).sendMail({ ...MAIL, html: '<p>Hello, Ann</p>' })
    expect(response).toBe('250 OK: stored as event 1')
    const { events } = await queryLog(collector, ALL)
    expect(events).toMatchObject([
      {
        event_type: 'email',
        protocol: 'smtp',
        importance: 2,
        summary: 'Hello → ann@example.test',
        payload: { from: 'shop@example.test', to: ['ann@example.test'], subject: 'Hello', body: '<p>Hello, Ann</p>\n' },
        metadata: { envelope: { from: 'shop@example.test', to: ['ann@example.test'] } },
      },
    ])
  })

  test('reaches Tattler by both loopback addresses', async () => {
    const collector = await startMailCollector()
    const { port } = smtpOf(collector)
    for (const host of ['127.0.0.1', '::1']) {
      const client = await SmtpClient.connect({ host, port })
      expect(await client.sendMail(Buffer.from('Subject: Hello\r\n\r\nHello\r\n'))).toMatch(/^250 /)
    }
  })

  test('may come after many others on one connection', async () => {
    const collector = await startMailCollector()
    const mailer = mailerOf(collector, { pool: true, maxConnections: 1 })
    for (let count = 1; count <= 20; count++) {
      expect((await mailer.sendMail(MAIL)).response).toBe(`250 OK: stored as event ${count}`)
    }
  })

  test('shows those as bcc who are in the envelope and in no header', async () => {
    const collector = await startMailCollector()
    await mailerOf(collector).sendMail({ ...MAIL, cc: 'Bo <BO@example.test>', bcc: ['hidden@example.test'] })
    const { events } = await queryLog(collector, ALL)
    expect(events?.[0]?.payload).toMatchObject({
      to: ['ann@example.test'],
      cc: ['Bo <BO@example.test>'],
      bcc: ['hidden@example.test'],
    })
  })

  test('may have addresses and a subject in any script', async () => {
    const collector = await startMailCollector()
    const to = '"Δημήτρης, Ω." <δημήτρης@παράδειγμα.test>'
    await mailerOf(collector).sendMail({ ...MAIL, to, subject: 'Заказ № 7 — 注文 🍵' })
    const { events } = await queryLog(collector, ALL)
    expect(events?.[0]?.payload).toMatchObject({ to: [to], subject: 'Заказ № 7 — 注文 🍵' })
    expect(events?.[0]?.payload).not.toHaveProperty('bcc')
  })
})

describe('the app and the stream of a mail', () => {
  const placeOf = async (collector: Parameters<typeof queryLog>[0]) => {
    const { events } = await queryLog(collector, { ...ALL, where: [{ field: 'type', operator: 'eq', value: 'email' }] })
    return events?.map((event) => [event.instanceId, event.stream_id])
  }

  test('are "mail" where nothing tells', async () => {
    const collector = await startMailCollector()
    await mailerOf(collector).sendMail(MAIL)
    expect(await placeOf(collector)).toEqual([['mail', 'mail']])
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])(
    'the app is the user name, with any password, by AUTH %s',
    async (method) => {
      const collector = await startMailCollector()
      const auth = { user: 'shop', pass: 'never-kept-4711' }
      await mailerOf(collector, { auth, authMethod: method }).sendMail(MAIL)
      expect(await placeOf(collector)).toEqual([['shop', 'mail']])
      await collector.close()
      for (const file of readdirSync(collector.dataDir)) {
        expect(readFileSync(join(collector.dataDir, file), 'latin1')).not.toContain('never-kept-4711')
      }
    },
  )

  test('are those of its request, where a header names that', async () => {
    const collector = await startMailCollector()
    await postEvents(collector, { id: 'request-7', version: 1, events: [{ type: 'request', payload: {} }] })
    const mailer = mailerOf(collector)
    await mailer.sendMail({ ...MAIL, headers: { 'X-Http-Debug-Id': 'request-7' } })
    await mailer.sendMail({ ...MAIL, headers: { 'X-Tattler-App': 'shop', 'X-Tattler-Stream': 'job-3' } })
    expect(await placeOf(collector)).toEqual([
      ['default', 'request-7'],
      ['shop', 'job-3'],
    ])
  })
})

describe('limits', () => {
  const limits = { ...readSettings('/nowhere').limits, mailBytes: 10_000 }

  test('a mail over the limit is answered with 552, however late it is known; the connection goes on', async () => {
    const collector = await startMailCollector({ limits })
    const client = await SmtpClient.connect(smtpOf(collector))
    expect(await client.send('EHLO test')).toContain('SIZE 10000')
    expect(await client.send('MAIL FROM:<a@example.test> SIZE=10001')).toMatch(/^552 /)
    expect(await client.sendMail(Buffer.alloc(20_000, 'long '))).toMatch(/^552 /)
    expect(await client.sendMail(Buffer.from('Subject: short\r\n\r\nHello\r\n'))).toMatch(/^250 /)
    expect((await queryLog(collector, ALL)).events?.map((event) => event.summary)).toEqual(['short → ann@example.test'])
    expect(collector.status().notices).toMatchObject([{ code: 'message-too-large' }])
  })

  test('a mail for which there is no room for long is answered with 451, and taken when there is', async () => {
    const room = openRoom(100_000)
    const turnedAway: unknown[] = []
    const { client } = await open({ room, onTurnedAway: (user) => turnedAway.push(user) })
    const other = room.begin()
    other.add(200_000)
    const mail = Buffer.from(`Subject: Hello\r\n\r\n${'Hello.\r\n'.repeat(30_000)}`)
    expect(await client.sendMail(mail)).toBe('451 Too much was sent at once; try again')
    expect(turnedAway).toEqual([null])
    other.end()
    expect(room.used).toBe(0)
    expect(await client.sendMail(mail)).toBe('250 OK: stored as event 1')
  })

  test('a mail that could not be stored is answered with 451, and not lost for the mailer', async () => {
    const { client } = await open({ take: async () => ({ kind: 'failed', reason: 'the disk is full' }) })
    expect(await client.sendMail(Buffer.from('Subject: Hello\r\n\r\nHello\r\n'))).toBe(
      '451 The mail could not be stored: the disk is full',
    )
  })

  test('more than a thousand recipients are answered with 452', async () => {
    const { client } = await open()
    await client.send('EHLO test')
    await client.send('MAIL FROM:<a@example.test>')
    for (let count = 0; count < 1000; count++) {
      expect(await client.send(`RCPT TO:<to-${count}@example.test>`)).toMatch(/^250 /)
    }
    expect(await client.send('RCPT TO:<one-more@example.test>')).toMatch(/^452 /)
  })

  test('a web page that posts to the port is hung up on', async () => {
    const { client } = await open()
    expect(await client.send('POST / HTTP/1.1')).toMatch(/^421 /)
  })

  test('a mailer that leaves in the middle of a mail leaves nothing behind', async () => {
    const collector = await startMailCollector()
    const client = await SmtpClient.connect(smtpOf(collector))
    await client.send('EHLO test')
    await client.send('MAIL FROM:<a@example.test>')
    await client.send('RCPT TO:<b@example.test>')
    await client.send('DATA')
    client.write('Subject: half\r\n\r\nHel')
    client.end()
    await mailerOf(collector).sendMail(MAIL)
    expect((await queryLog(collector, ALL)).total).toBe(1)
  })
})

describe('what is offered', () => {
  test('8BITMIME, SMTPUTF8, SIZE and AUTH, but STARTTLS only where the settings say so', async () => {
    const plain = await (await open()).client.send('EHLO test')
    for (const extension of ['8BITMIME', 'SMTPUTF8', 'SIZE', 'AUTH PLAIN LOGIN CRAM-MD5']) {
      expect(plain).toContain(extension)
    }
    expect(plain).not.toContain('STARTTLS')
    expect(await (await open({ isTlsOffered: true })).client.send('EHLO test')).toContain('STARTTLS')
  })

  test.each([true, false])('STARTTLS works, offered or not (%s)', async (starttls) => {
    const collector = await startMailCollector({ starttls })
    const mailer = mailerOf(collector, { requireTLS: true, tls: { rejectUnauthorized: false } })
    expect((await mailer.sendMail(MAIL)).response).toMatch(/^250 /)
  })

  test('the certificate is valid for the loopback, for whoever trusts it', async () => {
    const { key, cert } = makeCertificate()
    const { createServer: createTlsServer } = await import('node:tls')
    const server = createTlsServer({ key, cert }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    for (const host of ['127.0.0.1', 'localhost']) {
      const socket = connectTls({
        host: '127.0.0.1',
        port,
        ca: cert,
        ...(host === 'localhost' && { servername: host }),
      })
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
      expect(socket.authorized).toBe(true)
      socket.destroy()
    }
  })
})

describe('the port', () => {
  test('that is taken is told as a notice, and Tattler runs on', async () => {
    const port = await takePort()
    const collector = await startTestCollector({ smtp: { enabled: true, port, starttls: false } })
    expect(collector.status().smtp).toEqual({ isEnabled: true, address: null })
    const [notice] = collector.status().notices
    expect(notice).toMatchObject({ severity: 'warning', code: 'smtp-port' })
    expect(notice?.message).toContain(`Port ${port} is taken`)
    expect(notice?.message).toContain('--smtp-port')
    expect((await postEvents(collector, { type: 'log', payload: { message: 'on' } })).status).toBe(202)
  })

  test('is switched off and on at once, and what was chosen is remembered', async () => {
    const collector = await startMailCollector()
    const viewer = await TestViewer.connect(collector)
    const address = smtpOf(collector)
    await viewer.request('smtp/switch', false)
    expect(collector.status().smtp).toEqual({ isEnabled: false, address: null })
    expect(readSettings(collector.dataDir).smtp.enabled).toBe(false)
    await expect(SmtpClient.connect(address)).rejects.toThrow()
    await viewer.next('status/changed', ({ status }) => !status.smtp.isEnabled)
    await viewer.request('smtp/switch', true)
    expect((await mailerOf(collector).sendMail(MAIL)).response).toMatch(/^250 /)
    expect(readSettings(collector.dataDir).smtp.enabled).toBe(true)
  })

  test('is moved at once, by the settings', async () => {
    const collector = await startMailCollector()
    const viewer = await TestViewer.connect(collector)
    const old = smtpOf(collector)
    const port = await findFreePort()
    const { saved, current } = await viewer.request('settings/write', { smtp: { port } })
    expect([saved.smtp.port, current.smtp.port, smtpOf(collector).port]).toEqual([port, port, port])
    await expect(SmtpClient.connect(old)).rejects.toThrow()
    expect((await mailerOf(collector).sendMail(MAIL)).response).toMatch(/^250 /)
    await viewer.next('status/changed', ({ status }) => status.smtp.address?.endsWith(`:${port}`) ?? false)
  })

  test('that is taken is refused, and the old one stays open', async () => {
    const collector = await startMailCollector()
    const viewer = await TestViewer.connect(collector)
    const old = smtpOf(collector)
    const port = await takePort()
    await expect(viewer.request('settings/write', { smtp: { port } })).rejects.toThrow(`Port ${port} is taken`)
    const { saved, current } = await viewer.request('settings/read', undefined)
    expect([saved.smtp.port, current.smtp.port, smtpOf(collector)]).toEqual([DEFAULT_SMTP_PORT, 0, old])
    expect((await mailerOf(collector).sendMail(MAIL)).response).toMatch(/^250 /)
  })

  test('offers STARTTLS from the moment it is told to, and stays the same', async () => {
    const collector = await startMailCollector()
    const viewer = await TestViewer.connect(collector)
    const address = smtpOf(collector)
    await viewer.request('settings/write', { smtp: { starttls: true } })
    expect(smtpOf(collector)).toEqual(address)
    expect(await (await SmtpClient.connect(address)).send('EHLO test')).toContain('STARTTLS')
  })

  test('that is chosen while it is switched off is the one that is opened', async () => {
    const collector = await startMailCollector()
    const viewer = await TestViewer.connect(collector)
    const port = await findFreePort()
    await viewer.request('smtp/switch', false)
    await viewer.request('settings/write', { smtp: { port } })
    expect(collector.status().smtp).toEqual({ isEnabled: false, address: null })
    await viewer.request('smtp/switch', true)
    expect(smtpOf(collector).port).toBe(port)
  })
})

/** A listener without a collector, and a client of it. */
async function open(overrides: Partial<SmtpOptions> = {}) {
  const port = await openSmtp(0, {
    mailBytes: 1_000_000,
    room: openRoom(10_000_000),
    isTlsOffered: false,
    take: async () => ({ kind: 'stored', accepted: 1, problems: [], lastId: 1 }),
    onTooLarge: () => undefined,
    onTurnedAway: () => undefined,
    onBroken: () => undefined,
    ...overrides,
  })
  onTestFinished(() => port.close())
  return { port, client: await SmtpClient.connect({ host: '127.0.0.1', port: port.port }) }
}

/** Room for so many bytes, for which nobody waits long. */
const openRoom = (bytes: number) => new BodyRoom({ isFull: false, whenRoom: () => Promise.resolve() }, bytes, 20)

/** A port that somebody else listens on. */
async function takePort(): Promise<number> {
  const blocker = createServer()
  onTestFinished(() => void blocker.close())
  return listen(blocker)
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
