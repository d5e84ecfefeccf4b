import { once } from 'node:events'
import { get } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'
import type { SelfTestStep } from '../shared/self-test.ts'
import type { Receipt } from './listeners/intake.ts'
import type { AsyncLogApi } from './log/api.ts'

/** How long each step may take, ms. */
const PATIENCE = 5_000
const EVENT = JSON.stringify({
  type: 'log',
  importance: 2,
  payload: { message: 'Self-test: this event went all the way from a port to the log.' },
})

export interface SelfTestOptions {
  /** Addresses that listen. */
  readonly addresses: readonly string[]
  /** Where mails are taken; null if they are not. */
  readonly smtpAddress: string | null
  /** Like `http://127.0.0.1:7357`. */
  readonly url: string
  readonly token: string
  readonly log: Pick<AsyncLogApi, 'event'>
}

/** Goes the whole way as an app would: each address, an event over HTTP and one over a WebSocket, and the port for mails. */
export async function testSelf(options: SelfTestOptions): Promise<readonly SelfTestStep[]> {
  const { addresses, smtpAddress } = options
  const steps = [
    ...addresses.map((address) => tryStep(`${address} answers`, () => askAddress(address))),
    tryStep('An event over HTTP is stored, and read back', () => sendByHttp(options)),
    tryStep('An event over a WebSocket is stored, and read back', () => sendBySocket(options)),
  ]
  if (smtpAddress !== null) steps.push(tryStep(`${smtpAddress} takes mails`, () => greetMailer(smtpAddress)))
  return Promise.all(steps)
}

async function tryStep(name: string, run: () => Promise<string>): Promise<SelfTestStep> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing was heard for ${PATIENCE / 1000} s`)), PATIENCE)
  })
  try {
    return { name, isFine: true, detail: await Promise.race([run(), late]) }
  } catch (error) {
    return { name, isFine: false, detail: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** An address that stands for all of them, like `0.0.0.0`, is asked at the loopback. */
async function askAddress(address: string): Promise<string> {
  const host = address.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')
  const [response] = await once(get(`http://${host}/healthz`, { agent: false }), 'response')
  const answer = await text(response)
  if (!answer.includes('"service":"tattler"')) throw new Error(`something else answers: ${answer.slice(0, 200)}`)
  return 'Tattler is there'
}

async function sendByHttp({ url, token, log }: SelfTestOptions): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/events?app=tattler&stream=self-test`, { method: 'POST', headers, body: EVENT })
  if (!response.ok) throw new Error(`it was answered with ${response.status}: ${(await response.text()).slice(0, 200)}`)
  return readBack(log, JSON.parse(await response.text()))
}

async function sendBySocket({ url, token, log }: SelfTestOptions): Promise<string> {
  const address = `${url.replace('http', 'ws')}/events?ack=1&app=tattler&stream=self-test&token=${token}`
  const socket = new WebSocket(address)
  try {
    await once(socket, 'open')
    socket.send(EVENT)
    const closed = once(socket, 'close').then(([code, reason]): never => {
      throw new Error(`the connection was closed with ${code}: ${reason}`)
    })
    closed.catch(() => undefined)
    const [receipt] = await Promise.race([once(socket, 'message'), closed])
    return await readBack(log, JSON.parse(String(receipt)))
  } finally {
    socket.on('error', () => undefined)
    socket.terminate()
  }
}

async function readBack(log: SelfTestOptions['log'], { lastId, error }: Receipt): Promise<string> {
  if (lastId === null) throw new Error(error?.reason ?? 'it was not kept')
  const event = await log.event(lastId)
  if (!event?.payload.includes('Self-test')) throw new Error(`event ${lastId} is not the one that was sent`)
  return `event ${lastId}`
}

async function greetMailer(address: string): Promise<string> {
  const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  const socket = connect({ host, port: Number(port) })
  try {
    const [greeting] = await once(socket, 'data')
    const line = String(greeting).split('\r\n')[0] ?? ''
    if (!line.startsWith('220 ')) throw new Error(`it says ${line}`)
    socket.write('QUIT\r\n')
    return line
  } finally {
    socket.on('error', () => undefined)
    socket.end()
  }
}
