import { join } from 'node:path'
import type { AlertSettings } from '../shared/alerts.ts'
import type { CollectorSettingsPatch, CollectorSettingsState } from '../shared/collector-settings.ts'
import type { WatchedApp } from '../shared/watch.ts'
import type { SmtpDoor } from './listeners/smtp-switch.ts'
import type { Retention } from './log/api.ts'
import { Queue } from './log/queue.ts'
import { defaultSettings, readSettings, type Settings, writeSettings } from './settings.ts'

/** What is told of a change. */
export interface LiveParts {
  /** The log. */
  setRetention(retention: Retention): Promise<void>
  /** The port for mails; rejects with a `PortError` for one that cannot be had. */
  moveSmtp(door: SmtpDoor): Promise<void>
  /** The ports beside the first one; rejects with a `PortError` for a new one that cannot be had. */
  changeAlsoPorts(ports: readonly number[]): Promise<void>
}

/** The settings of a running collector: those that can change while it runs do so when they are written. */
export class LiveSettings {
  private readonly dataDir: string
  private readonly parts: LiveParts
  /** A change builds on what the one before it has left. */
  private readonly writes = new Queue()
  private current: Settings
  /** Whether the command line asks for more than the loopback. */
  readonly isBeyondLoopback: boolean

  constructor(dataDir: string, started: Settings, parts: LiveParts, isBeyondLoopback = false) {
    this.isBeyondLoopback = isBeyondLoopback
    this.dataDir = dataDir
    this.current = started
    this.parts = parts
  }

  /** The port that was opened, where a free one was asked for or the command line named one. */
  setPort(port: number): void {
    this.current = { ...this.current, port }
  }

  /** Who may connect now; asked with every request. */
  get allowedHosts(): readonly string[] {
    return this.current.allowedHosts
  }

  get allowedOrigins(): readonly string[] {
    return this.current.allowedOrigins
  }

  get profileHosts(): readonly string[] {
    return this.current.profileHosts
  }

  get watched(): readonly WatchedApp[] {
    return this.current.watched
  }

  get alerts(): AlertSettings {
    return this.current.alerts
  }

  read(): CollectorSettingsState {
    return {
      file: join(this.dataDir, 'settings.json'),
      saved: readSettings(this.dataDir),
      current: this.current,
      defaults: defaultSettings(),
    }
  }

  /**
   * Writes a part of `settings.json`; throws a `SettingsError` that names what is wrong with it, or a `PortError`, and
   * then the file stays as it is.
   */
  write(patch: CollectorSettingsPatch): Promise<CollectorSettingsState> {
    return this.writes.run(() => this.apply(patch))
  }

  private async apply(patch: CollectorSettingsPatch): Promise<CollectorSettingsState> {
    if (patch.smtp) {
      const smtp = { ...this.current.smtp, ...patch.smtp }
      await this.parts.moveSmtp(smtp)
      this.current = { ...this.current, smtp }
    }
    if (patch.alsoPorts) {
      await this.parts.changeAlsoPorts(patch.alsoPorts)
      this.current = { ...this.current, alsoPorts: patch.alsoPorts }
    }
    writeSettings(this.dataDir, patch)
    const { allowedHosts, allowedOrigins, profileHosts, watched, retention, alerts } = readSettings(this.dataDir)
    this.current = { ...this.current, allowedHosts, allowedOrigins, profileHosts, watched, retention, alerts }
    await this.parts.setRetention(retention)
    return this.read()
  }
}
