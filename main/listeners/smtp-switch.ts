import type { SmtpStatus } from '../../shared/messages.ts'
import { Queue } from '../log/queue.ts'
import type { OpenPort } from './port.ts'

export interface SmtpSwitchOptions {
  open(): Promise<OpenPort>
  /** The port could not be had; everything else runs on. */
  onFailure(reason: string): void
  onChange(): void
}

/** The port for mails, which is opened and closed while Tattler runs. */
export class SmtpSwitch {
  private readonly options: SmtpSwitchOptions
  private readonly work = new Queue()
  private isEnabled = false
  private port: OpenPort | null = null

  constructor(options: SmtpSwitchOptions) {
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
        if (isEnabled) this.port ??= await this.options.open()
        else await this.closePort()
      } catch (error) {
        this.options.onFailure(error instanceof Error ? error.message : String(error))
        throw error
      } finally {
        this.options.onChange()
      }
    })
  }

  close(): Promise<void> {
    return this.work.run(() => this.closePort())
  }

  private async closePort(): Promise<void> {
    await this.port?.close()
    this.port = null
  }
}
