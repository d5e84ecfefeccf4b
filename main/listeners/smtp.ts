import type { AddressInfo } from 'node:net'
import {
  SMTPServer,
  type SMTPServerAuthentication,
  type SMTPServerAuthenticationResponse,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server'
import type { IngestResult } from '../log/api.ts'
import type { IncomingMail } from '../mail/take-mail.ts'
import type { BodyRoom } from './body-room.ts'
import { HOSTS } from './hosts.ts'
import { explainPort, listen, type OpenPort } from './port.ts'
import { makeCertificate } from './self-signed-certificate.ts'

const AUTH_METHODS = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2']
/** Connections at a time, on each loopback address. */
const MAX_CLIENTS = 50
const MAX_RECIPIENTS = 1000
/** A mailer that says nothing for this long is hung up on. ms. */
const IDLE_TIME = 60_000
/** How long open connections may take to finish when Tattler ends. ms. */
const CLOSE_TIME = 1000

export interface SmtpOptions {
  /** Bytes of the largest mail. */
  readonly mailBytes: number
  /** What mails that are being read take up is counted here. */
  readonly room: BodyRoom
  /** Mailers that are offered encryption use it, and then trip over a certificate that nobody vouches for. */
  readonly isTlsOffered: boolean
  take(mail: IncomingMail): Promise<IngestResult>
  /** A mail was larger than `mailBytes`. */
  onTooLarge(user: string | null): void
  /** There was no room for a mail. */
  onTurnedAway(user: string | null): void
  /** A mailer broke the connection off in a way that tells of a mistake. */
  onBroken(reason: string): void
}

/** What a mailer is told instead of 250. */
class SmtpError extends Error {
  override readonly name = 'SmtpError'
  readonly responseCode: number
  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

/**
 * Takes mails on one port of both loopback addresses; port 0 takes a free one. Whoever connects may send, as whom they
 * like: passwords are neither checked nor kept. Rejects with a `PortError`.
 */
export async function openSmtp(port: number, options: SmtpOptions): Promise<OpenPort> {
  const servers: SMTPServer[] = []
  const addresses: string[] = []
  const settings = { ...makeCertificate(), ...toServerOptions(options) }
  const close = async () => void (await Promise.all(servers.map(closeServer)))
  let actual = port
  try {
    for (const host of HOSTS) {
      const smtp = new SMTPServer({ ...settings })
      smtp.on('error', (error: Error) => {
        // What goes wrong with the port itself is told by `listen`.
        if (smtp.server.listening) options.onBroken(error.message)
      })
      if (!(await listen(smtp.server, host, actual))) continue
      servers.push(smtp)
      actual = (smtp.server.address() as AddressInfo).port
      addresses.push(host.includes(':') ? `[${host}]:${actual}` : `${host}:${actual}`)
    }
  } catch (error) {
    await close()
    throw await explainPort(error, port, '--smtp-port', 'smtp.port')
  }
  return { port: actual, addresses, close }
}

function toServerOptions({
  mailBytes,
  room,
  isTlsOffered,
  take,
  onTooLarge,
  onTurnedAway,
}: SmtpOptions): SMTPServerOptions {
  return {
    name: 'tattler',
    size: mailBytes,
    maxClients: MAX_CLIENTS,
    maxRecipients: MAX_RECIPIENTS,
    socketTimeout: IDLE_TIME,
    closeTimeout: CLOSE_TIME,
    minVersion: 'TLSv1.2',
    hideSTARTTLS: !isTlsOffered,
    authMethods: AUTH_METHODS,
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth,
    onData: (stream, session, callback) => {
      takeData(stream, session).then((message) => callback(null, message), callback)
    },
  }

  async function takeData(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const user = userOf(session)
    const source = await readAll(stream, room)
    if (source === 'turned away') {
      onTurnedAway(user)
      throw new SmtpError(451, 'Too much was sent at once; try again')
    }
    if (source === 'too large') {
      onTooLarge(user)
      throw new SmtpError(552, `The mail is larger than ${mailBytes} bytes`)
    }
    const { mailFrom, rcptTo } = session.envelope
    const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) }
    const result = await take({ source, envelope, user })
    if (result.kind === 'stored') return `OK: stored as event ${result.lastId}`
    throw new SmtpError(451, `The mail could not be stored: ${result.reason}`)
  }
}

/** Whoever says who they are is believed; the password is not even looked at. */
function onAuth(
  { username }: SMTPServerAuthentication,
  _session: SMTPServerSession,
  callback: (error: Error | null, response: SMTPServerAuthenticationResponse) => void,
): void {
  callback(null, { user: { name: username ?? '' } })
}

function userOf({ user }: SMTPServerSession): string | null {
  const name = typeof user === 'object' && user !== null && 'name' in user ? user.name : null
  return typeof name === 'string' && name.trim() !== '' ? name : null
}

/** What is too large is read all the same, so that the mailer hears the answer, but not kept. */
async function readAll(stream: SMTPServerDataStream, room: BodyRoom): Promise<Buffer | 'too large' | 'turned away'> {
  const chunks: Buffer[] = []
  const reading = room.begin()
  try {
    for await (const chunk of stream) {
      if (stream.sizeExceeded) chunks.length = 0
      else {
        chunks.push(chunk)
        const mayGoOn = await reading.add(chunk.length)
        if (mayGoOn === false) return 'turned away'
      }
    }
    return stream.sizeExceeded ? 'too large' : Buffer.concat(chunks)
  } finally {
    reading.end()
  }
}

function closeServer(smtp: SMTPServer): Promise<void> {
  return new Promise((resolve) => smtp.close(() => resolve()))
}
