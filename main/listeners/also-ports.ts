import { Queue } from '../log/queue.ts'
import type { OpenPort } from './port.ts'

export interface AlsoPortsOptions {
  /** Those that the command line names; no setting closes them. */
  readonly named: readonly number[]
  /** The port that is open in any case; 0 as long as it is not. */
  first(): number
  open(port: number): Promise<OpenPort>
  /** A port could not be had; everything else runs on. */
  onFailure(port: number, reason: string): void
  onChange(): void
}

/**
 * Ports beside the first one, at which all the same is taken: the default ports of other systems, for clients that nobody
 * tells another one. They are opened and closed while Tattler runs.
 */
export class AlsoPorts {
  private readonly options: AlsoPortsOptions
  private readonly work = new Queue()
  private readonly opened = new Map<number, OpenPort>()
  private wanted: readonly number[] = []

  constructor(options: AlsoPortsOptions) {
    this.options = options
  }

  get addresses(): readonly string[] {
    return [...this.opened.values()].flatMap(({ addresses }) => addresses)
  }

  /** Opens these and the named ones. Failures are told, one by one. */
  start(ports: readonly number[]): Promise<void> {
    return this.work.run(async () => {
      this.wanted = ports
      for (const port of this.missing(ports)) await this.tryOpen(port)
      this.options.onChange()
    })
  }

  /**
   * Listens at these ports, and at no others but the named ones. Rejects with a `PortError` when one that is new among
   * them cannot be had, and then all stays as it was. One that was wanted before is tried again, and a failure told.
   */
  change(ports: readonly number[]): Promise<void> {
    return this.work.run(async () => {
      const isNew = (port: number) => ports.includes(port) && !this.wanted.includes(port)
      const missing = this.missing(ports)
      for (const port of await this.openAll(missing.filter(isNew))) this.opened.set(port.port, port)
      for (const port of missing) if (!isNew(port)) await this.tryOpen(port)
      const kept = new Set([...ports, ...this.options.named])
      await this.closeAll([...this.opened.values()].filter(({ port }) => !kept.has(port)))
      this.wanted = ports
      this.options.onChange()
    })
  }

  close(): Promise<void> {
    return this.work.run(() => this.closeAll([...this.opened.values()]))
  }

  private missing(ports: readonly number[]): number[] {
    const asked = new Set([...this.options.named, ...ports])
    return [...asked].filter((port) => port !== this.options.first() && !this.opened.has(port))
  }

  private async tryOpen(port: number): Promise<void> {
    try {
      this.opened.set(port, await this.options.open(port))
    } catch (error) {
      this.options.onFailure(port, error instanceof Error ? error.message : String(error))
    }
  }

  /** All of them or none. */
  private async openAll(ports: readonly number[]): Promise<readonly OpenPort[]> {
    const opened: OpenPort[] = []
    try {
      for (const port of ports) opened.push(await this.options.open(port))
      return opened
    } catch (error) {
      await Promise.all(opened.map((port) => port.close()))
      throw error
    }
  }

  private async closeAll(ports: readonly OpenPort[]): Promise<void> {
    await Promise.all(ports.map((port) => port.close()))
    for (const { port } of ports) this.opened.delete(port)
  }
}
