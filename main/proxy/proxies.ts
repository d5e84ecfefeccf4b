import type { OpenedWatch, WatchedApp, WatchedState } from '../../shared/watch.ts'
import { isSameHost } from '../http-exchange/hosts.ts'
import type { ExchangeRecorder } from '../http-exchange/record.ts'
import { sendText } from '../listeners/answer.ts'
import { type GuardSettings, rejectHost } from '../listeners/guard.ts'
import { type Intake, toId } from '../listeners/intake.ts'
import { type OpenPort, PortError } from '../listeners/port.ts'
import type { LiveSettings } from '../live-settings.ts'
import { Queue } from '../log/queue.ts'
import { Batches } from './batches.ts'
import { forward } from './forward.ts'
import { forwardUpgrade } from './forward-upgrade.ts'
import { ProxiedApp } from './proxied-app.ts'
import { openProxyPort } from './proxy-port.ts'
import { Watch } from './watch.ts'

/** What a user asks for. */
export interface ProxyRequest {
  /** Any address of the app, like `http://localhost:8000/login`: its origin counts. */
  readonly target: string
  /** 0 takes a free one. */
  readonly port: number
  /** Empty for the host and port of the target. */
  readonly app: string
  /** Whether it comes back with the next start. */
  readonly isRemembered: boolean
}

/** An app that cannot be watched; the message tells why. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
  readonly code = 'proxy'
}

export interface ProxiesOptions {
  readonly recorder: ExchangeRecorder
  readonly intake: Intake
  readonly settings: LiveSettings
}

interface Proxy {
  readonly wanted: WatchedApp
  readonly isRemembered: boolean
  readonly watch: Watch
  /** Null while the port cannot be had. */
  readonly port: OpenPort | null
}

/** The apps that are watched, each through a port of its own. */
export class Proxies {
  private readonly options: ProxiesOptions
  private readonly proxies = new Map<string, Proxy>()
  private readonly batches = new Batches()
  private readonly opening = new Queue()

  constructor(options: ProxiesOptions) {
    this.options = options
  }

  get list(): readonly WatchedState[] {
    return [...this.proxies.values()].map(describe)
  }

  /** Opens those that the settings remember; a port that cannot be had is told of where they are listed. */
  async start(): Promise<void> {
    for (const wanted of this.options.settings.watched) {
      try {
        await this.add(new URL(readTarget(wanted.target).origin), wanted, true)
      } catch (error) {
        this.tellFailure(wanted, error)
      }
    }
  }

  /** Rejects with a `ProxyError` or a `PortError`. An app that is watched already stays where it is. */
  async open(request: ProxyRequest): Promise<OpenedWatch> {
    const named = readTarget(request.target)
    // Two that want the same app at once get the same proxy.
    const watched = await this.opening.run(() => this.openOnce(new URL(named.origin), request))
    const path = named.pathname + named.search + named.hash
    return { ...watched, page: path === '/' || watched.address === null ? null : watched.address + path }
  }

  private async openOnce(target: URL, request: ProxyRequest): Promise<WatchedState> {
    const known = this.proxies.get(target.origin)
    const isRemembered = request.isRemembered || known?.isRemembered === true
    if (known?.port) {
      if (request.port !== 0 && request.port !== known.port.port) {
        throw new ProxyError(`${target.origin} is watched already, at ${known.watch.address}. Close that first.`)
      }
      const proxy = { ...known, isRemembered }
      this.proxies.set(target.origin, proxy)
      if (isRemembered !== known.isRemembered) await this.remember()
      return describe(proxy)
    }
    if (this.list.some(({ address }) => address !== null && isSameHost(new URL(address), target))) {
      throw new ProxyError(`${target.origin} is itself an address that watches an app.`)
    }
    const wanted = { target: target.origin, port: request.port, app: toId(request.app) || target.host }
    const proxy = await this.add(target, wanted, isRemembered)
    if (isRemembered) await this.remember()
    return describe(proxy)
  }

  /** Ends the proxy of this origin, and what passes through it. */
  async close(target: string): Promise<void> {
    const proxy = this.proxies.get(target)
    if (!proxy) return
    this.proxies.delete(target)
    await end(proxy)
    if (proxy.isRemembered) await this.remember()
  }

  /** Ends all; resolves when what has passed is filed. They are remembered. */
  async stop(): Promise<void> {
    await Promise.all([...this.proxies.values()].map(end))
  }

  private async add(target: URL, wanted: WatchedApp, isRemembered: boolean): Promise<Proxy> {
    const { recorder, intake, settings } = this.options
    const app = new ProxiedApp(target)
    const watch = new Watch({ app, name: wanted.app, recorder, batches: this.batches })
    const port = await openPort(watch, wanted.port, intake, settings)
    watch.address = `http://localhost:${port.port}`
    const proxy = { wanted: { ...wanted, port: port.port }, isRemembered, watch, port }
    this.proxies.set(target.origin, proxy)
    return proxy
  }

  private tellFailure(wanted: WatchedApp, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.options.intake.notices.add({
      severity: 'warning',
      code: 'proxy-port',
      message: `${wanted.target} is not watched: ${reason}`,
      hint: 'Open it again under "Watch an app".',
    })
    if (!(error instanceof PortError)) return
    const { recorder } = this.options
    const app = new ProxiedApp(new URL(wanted.target))
    const watch = new Watch({ app, name: wanted.app, recorder, batches: this.batches })
    watch.problem = { time: Date.now(), reason }
    this.proxies.set(wanted.target, { wanted, isRemembered: true, watch, port: null })
  }

  private async remember(): Promise<void> {
    const watched = [...this.proxies.values()].filter(({ isRemembered }) => isRemembered).map(({ wanted }) => wanted)
    await this.options.settings.write({ watched })
  }
}

/** A web page of another site may reach the proxy under a name of its own: that would make the app a part of its site. */
function openPort(watch: Watch, port: number, { queue }: Intake, guard: GuardSettings): Promise<OpenPort> {
  return openProxyPort(port, {
    onRequest: (request, response) => {
      const rejection = rejectHost(request.headers.host, guard)
      if (rejection) sendText(response, 403, `${rejection.message}\n${rejection.hint}\n`)
      else if (queue.isFull) void queue.whenRoom().then(() => !response.destroyed && forward(watch, request, response))
      else forward(watch, request, response)
    },
    onUpgrade: (request, socket, head) => {
      if (rejectHost(request.headers.host, guard)) socket.destroy()
      else forwardUpgrade(watch, request, socket, head)
    },
  })
}

async function end({ port, watch }: Proxy): Promise<void> {
  await port?.close()
  watch.app.close()
  await watch.whenFiled()
}

function describe({ wanted, isRemembered, watch }: Proxy): WatchedState {
  const { address, exchanges, open, profiles, problem } = watch
  return { ...wanted, address, isRemembered, exchanges, open, profiles, problem }
}

/** An address as people write it. */
function readTarget(text: string): URL {
  // Almost everybody leaves the scheme out: `localhost:8000`.
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || url.hostname === '') throw new ProxyError(`"${text}" is no address: it is like http://localhost:8000.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ProxyError(`${url.protocol}// cannot be watched: the address begins with http:// or https://.`)
  }
  return url
}
