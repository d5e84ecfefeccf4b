import type { IncomingMessage } from 'node:http'
import type { ExchangeRecorder, SeenExchange } from '../http-exchange/record.ts'
import type { Batches } from './batches.ts'
import type { ProxiedApp } from './proxied-app.ts'
import type { ProxyView } from './proxy-headers.ts'

export interface WatchOptions {
  readonly app: ProxiedApp
  /** The instance that its exchanges belong to. */
  readonly name: string
  readonly recorder: ExchangeRecorder
  /** All watches have the same. */
  readonly batches: Batches
}

/** What is known of an app that is watched, and where its exchanges go. */
export class Watch {
  readonly app: ProxiedApp
  exchanges = 0
  /** Exchanges and WebSockets under way. */
  open = 0
  profiles = 0
  problem: { readonly time: number; readonly reason: string } | null = null
  /** Of the proxy, like `http://localhost:4321`. */
  address: string | null = null
  private readonly name: string
  private readonly recorder: ExchangeRecorder
  private readonly batches: Batches
  private readonly filing = new Set<Promise<void>>()

  constructor({ app, name, recorder, batches }: WatchOptions) {
    this.app = app
    this.name = name
    this.recorder = recorder
    this.batches = batches
  }

  viewOf({ headers, socket, httpVersion }: IncomingMessage): ProxyView {
    return {
      target: this.app.target,
      host: headers.host ?? '',
      client: socket.remoteAddress ?? '',
      takesChunks: httpVersion !== '1.0',
    }
  }

  begin(): void {
    this.open++
  }

  /** A WebSocket is gone. */
  leave(): void {
    this.open--
  }

  end(seen: SeenExchange): void {
    this.open--
    this.exchanges++
    const filed = this.file(seen)
      // A mistake of our own costs no more than the exchange that shows it.
      .catch((error: unknown) => this.note(`an exchange could not be recorded: ${error}`))
      .finally(() => this.filing.delete(filed))
    this.filing.add(filed)
  }

  /** Resolves when all that has passed is on disk. */
  async whenFiled(): Promise<void> {
    await Promise.all(this.filing)
  }

  private async file(seen: SeenExchange): Promise<void> {
    const { name: app, address: alias, recorder, batches } = this
    const complete = await recorder.complete(seen, { app, alias, verifiesTls: this.app.verifiesTls })
    const { exchange } = complete
    if (exchange.profile && 'text' in exchange.profile) this.profiles++
    if (exchange.profile?.problem !== undefined) this.note(exchange.profile.problem)
    await batches.next()
    await recorder.store(complete)
  }

  /** What went wrong with the app. */
  note(reason: string): void {
    this.problem = { time: Date.now(), reason }
  }
}
