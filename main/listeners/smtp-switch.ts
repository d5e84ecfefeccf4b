import type { SmtpStatus } from '../../shared/messages.ts'
import { Queue } from '../log/queue.ts'
import type { OpenPort } from './port.ts'

/** What mailers find at the port. */
export interface SmtpDoor {
  /** 0 takes a free one. */
  readonly port: number
  /** Whether STARTTLS is offered. */
  readonly starttls: boolean
}

export interface SmtpSwitchOptions {
  open(door: SmtpDoor): Promise<OpenPort>
  /** The port could not be had; everything else runs on. */
  onFailure(reason: string): void
  onChange(): void
}

/** The port for mails, which is opened, moved and closed while Tattler runs. */
export class SmtpSwitch {
  private readonly options: SmtpSwitchOptions
  private readonly work = new Queue()
  private isEnabled = false
  private door: SmtpDoor
  private port: OpenPort | null = null

  constructor(door: SmtpDoor, options: SmtpSwitchOptions) {
    this.door = door
    this.options = options
  }

  get status(): SmtpStatus {
    return { isEnabled: this.isEnabled, address: this.port?.addresses[0] ?? null }
  }

  /** Resolves once the port is open, or closed. Rejects with a `PortError` when it cannot be had; then it stays enabled. */
  switch(isEnabled: boolean): Promise<void> {
    return this.work.run(async () => {
      this.isEnabled = isEnabled
      try {
        if (isEnabled) this.port ??= await this.options.open(this.door)
        else await this.closePort()
      } catch (error) {
        this.options.onFailure(error instanceof Error ? error.message : String(error))
        throw error
      } finally {
        this.options.onChange()
      }
    })
  }

  /** Resolves once `door` is in force. Rejects with a `PortError` when that port cannot be had; the old one stays open. */
  move({ port, starttls }: SmtpDoor): Promise<void> {
    return this.work.run(async () => {
      if (port === this.door.port && starttls === this.door.starttls) return
      try {
        if (this.isEnabled) await this.reopen({ port, starttls })
        this.door = { port, starttls }
      } finally {
        this.options.onChange()
      }
    })
  }

  close(): Promise<void> {
    return this.work.run(() => this.closePort())
  }

  private async reopen({ port, starttls }: SmtpDoor): Promise<void> {
    // A free one that was taken stays the one as long as nobody asks for another.
    const wanted = port === this.door.port ? (this.port?.port ?? port) : port
    if (wanted !== this.port?.port) {
      const next = await this.options.open({ port: wanted, starttls })
      await this.closePort()
      this.port = next
      return
    }
    // Two cannot listen on one port.
    await this.closePort()
    try {
      this.port = await this.options.open({ port: wanted, starttls })
    } catch (error) {
      this.port = await this.options.open({ port: wanted, starttls: this.door.starttls }).catch(() => null)
      throw error
    }
  }

  private async closePort(): Promise<void> {
    await this.port?.close()
    this.port = null
  }
}
