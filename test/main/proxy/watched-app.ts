import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { openViewer, type ViewerConnection } from '../../../main/cli/viewer-connection.ts'
import type { OpenedWatch, WatchedState } from '../../../shared/watch.ts'
import { ALL, queryLog, type TestCollector, until } from '../../helpers/collector.ts'
import { findFreePort } from '../../helpers/free-port.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/producers/${name}`, import.meta.url))

const noop = () => undefined

/** An app in a runtime of its own. */
export interface Producer {
  /** Like `http://127.0.0.1:8000`. */
  readonly url: string
  stop(): void
}

/** Starts the producer in PHP; its profiles lie in a folder. */
export function startPhp(profiles: string): Promise<Producer> {
  return start((port) => {
    const env = { ...process.env, PHP_CLI_SERVER_WORKERS: '4', PROFILES: profiles }
    return spawn('php', ['-S', `127.0.0.1:${port}`, fixture('producer.php')], { stdio: 'ignore', env, detached: true })
  })
}

export function startPython(): Promise<Producer> {
  return start((port) => spawn('python3', [fixture('producer.py'), String(port)], { stdio: 'ignore', detached: true }))
}

async function start(launch: (port: number) => ChildProcess): Promise<Producer> {
  const port = await findFreePort()
  const child = launch(port)
  await until(() => canConnect(port))
  // With its workers: they are a group of their own.
  return { url: `http://127.0.0.1:${port}`, stop: () => void (child.pid && process.kill(-child.pid)) }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** A viewer's connection, closed with the test. */
export async function openTestViewer(collector: TestCollector): Promise<ViewerConnection> {
  const viewer = await openViewer(collector)
  onTestFinished(() => viewer.close())
  return viewer
}

/** Watches an app as the user would, to the end of the test; the address is where it is used. */
export async function watchApp(
  collector: TestCollector,
  target: string,
  more: { app?: string; port?: number; isRemembered?: boolean } = {},
): Promise<OpenedWatch & { readonly address: string }> {
  const viewer = await openTestViewer(collector)
  const watched = await viewer.request('proxy/open', { target, port: 0, app: '', isRemembered: false, ...more })
  // A Tattler that has ended by then watches nothing any more.
  if (!more.isRemembered) onTestFinished(() => viewer.request('proxy/close', { target }).then(noop, noop))
  if (watched.address === null) throw new Error('the app is not watched')
  return { ...watched, address: watched.address }
}

/** An event as the API tells it. */
export interface StoredEvent {
  readonly id: string
  readonly stream_id: string
  readonly instanceId: string
  readonly event_type: string
  readonly parent?: string
  readonly summary: string
  readonly success?: boolean
  readonly importance: number
  readonly duration?: number
  readonly payload: Readonly<Record<string, unknown>>
  readonly metadata: {
    readonly exchange?: Readonly<Record<string, unknown>> & { readonly profile?: Readonly<Record<string, unknown>> }
  }
}

/** All events of an app, or of all, once there are `count` exchanges with all that belongs to them. */
export async function readExchanges(collector: TestCollector, count: number, app?: string): Promise<StoredEvent[]> {
  return until(async () => {
    const where = app === undefined ? [] : [{ field: 'instanceId', operator: 'eq', value: app }]
    const { events = [] } = await queryLog(collector, { ...ALL, where, limit: 1000 })
    const stored = events as unknown as StoredEvent[]
    const roots = stored.filter(({ event_type, parent }) => event_type === 'request' && parent === undefined)
    return roots.length >= count ? stored : null
  })
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** An app that answers as the test says. */
export async function startApp(handler: Handler): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** Sends bytes as they are, and gives back all that comes until the end. */
export async function sendRaw(address: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

/** An app in this process, behind a proxy. */
export interface Watched {
  /** Of the app itself. */
  readonly url: string
  readonly server: Server
  readonly address: string
  /** Its events, once there are so many exchanges. */
  read(count: number): Promise<StoredEvent[]>
  state(): Promise<WatchedState | undefined>
}

let lastApp = 0

/** Starts an app and watches it; it has a name of its own, since an app that ended may leave its port to the next. */
export async function watchHandler(collector: TestCollector, handler: Handler): Promise<Watched> {
  const { url, server } = await startApp(handler)
  const app = `app ${++lastApp}`
  const { address, target } = await watchApp(collector, url, { app })
  const viewer = await openTestViewer(collector)
  return {
    url,
    server,
    address,
    read: (count) => readExchanges(collector, count, app),
    state: async () => (await viewer.request('proxy/list', undefined)).find((one) => one.target === target),
  }
}
