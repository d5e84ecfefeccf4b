import { join } from 'node:path'
import type { AlertSettings } from '../shared/alerts.ts'
import type { CollectorSettingsPatch, CollectorSettingsState } from '../shared/collector-settings.ts'
import type { Retention } from './log/api.ts'
import { defaultSettings, readSettings, type Settings, writeSettings } from './settings.ts'

/** The settings of a running collector: those that can change while it runs do so when they are written. */
export class LiveSettings {
  private readonly dataDir: string
  private readonly setRetention: (retention: Retention) => Promise<void>
  private current: Settings

  /** `setRetention` hands new limits to the log. */
  constructor(dataDir: string, started: Settings, setRetention: (retention: Retention) => Promise<void>) {
    this.dataDir = dataDir
    this.current = started
    this.setRetention = setRetention
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

  /** Writes a part of `settings.json`; throws a `SettingsError` that names what is wrong with it. */
  async write(patch: CollectorSettingsPatch): Promise<CollectorSettingsState> {
    writeSettings(this.dataDir, patch)
    const { allowedHosts, allowedOrigins, retention, alerts } = readSettings(this.dataDir)
    this.current = { ...this.current, allowedHosts, allowedOrigins, retention, alerts }
    await this.setRetention(retention)
    return this.read()
  }
}
