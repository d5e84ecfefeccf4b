import { connect, type Socket } from 'node:net'
import nodemailer, { type Transporter } from 'nodemailer'
import { onTestFinished } from 'vitest'
import { startTestCollector, type TestCollector } from './collector.ts'

/** A collector that takes mails on a free port. */
export function startMailCollector(
  overrides: Parameters<typeof startTestCollector>[0] & { starttls?: boolean } = {},
): Promise<TestCollector> {
  const { starttls = false, ...rest } = overrides
  return startTestCollector({ smtp: { enabled: true, port: 0, starttls }, ...rest })
}

/** Host and port of a collector's SMTP listener. */
export function smtpOf(collector: Pick<TestCollector, 'status'>): { host: string; port: number } {
  const { address } = collector.status().smtp
  if (!address) throw new Error('the collector takes no mails')
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) }
}

/** nodemailer, pointed at a collector as an app would point it. */
export function mailerOf(collector: TestCollector, options: object = {}): Transporter {
  const mailer = nodemailer.createTransport({ ...smtpOf(collector), ...options })
  onTestFinished(() => mailer.close())
  return mailer
}

/** SMTP by hand, for what no mailer would do. */
export class SmtpClient {
  private readonly socket: Socket
  private text = ''
  private wake: () => void = () => undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('latin1').on('data', (part) => {
      this.text += part
      this.wake()
    })
    socket.on('close', () => this.wake())
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
  }

  static async connect(address: { host: string; port: number }): Promise<SmtpClient> {
    const client = new SmtpClient(connect(address))
    await client.reply()
    return client
  }

  /** Sends a line and resolves to the whole answer. */
  send(line: string): Promise<string> {
    this.write(`${line}\r\n`)
    return this.reply()
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes)
  }

  /** Hangs up. */
  end(): void {
    this.socket.destroy()
  }

  /** Sends a mail with exactly this source, and a line end where it has none; resolves to the last answer. */
  async sendMail(source: Uint8Array, { from = 'app@example.test', to = ['ann@example.test'] } = {}): Promise<string> {
    await this.send('EHLO test')
    await this.send(`MAIL FROM:<${from}>`)
    for (const one of to) await this.send(`RCPT TO:<${one}>`)
    await this.send('DATA')
    const text = Buffer.from(source).toString('latin1')
    // A dot that begins a line is sent twice, since one alone ends the mail.
    this.write(Buffer.from(text.replace(/(^|\r\n)\./g, '$1..'), 'latin1'))
    return this.send(text.endsWith('\r\n') ? '.' : '\r\n.')
  }

  private async reply(): Promise<string> {
    for (;;) {
      const end = /^\d{3}(?: .*)?\r\n/m.exec(this.text)
      if (end) {
        const answer = this.text.slice(0, end.index + end[0].length)
        this.text = this.text.slice(answer.length)
        return answer.trimEnd()
      }
      if (this.socket.destroyed) throw new Error(`the server hung up after ${JSON.stringify(this.text)}`)
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }
}
