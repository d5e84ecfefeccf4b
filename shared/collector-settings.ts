import type { AlertSettings } from './alerts.ts'
import type { WatchedApp } from './watch.ts'

/** What the collector reads from `settings.json` in the data folder. */
export interface CollectorSettings {
  /** 0 takes a free one. */
  readonly port: number
  /** Ports at which all the same is taken, too: default ports of other systems. */
  readonly alsoPorts: readonly number[]
  /** Origins of web pages that may send events, like `https://app.test`, beside loopback ones. */
  readonly allowedOrigins: readonly string[]
  /** Names under which this machine is reached, beside loopback ones. */
  readonly allowedHosts: readonly string[]
  /** Hosts from which profiles may be fetched for requests to other hosts: `profiler.test:443`. */
  readonly profileHosts: readonly string[]
  /** Apps that are watched from the start on. */
  readonly watched: readonly WatchedApp[]
  readonly retention: { readonly events: number; readonly bytes: number; readonly points: number }
  readonly limits: {
    readonly messageBytes: number
    readonly depth: number
    readonly eventsPerMessage: number
    readonly stringLength: number
    readonly mailBytes: number
    readonly openBytes: number
  }
  /** What the user is told of outside the window. */
  readonly alerts: AlertSettings
  readonly smtp: { readonly enabled: boolean; readonly port: number; readonly starttls: boolean }
}

/** A part of them, to be written. */
export type CollectorSettingsPatch = {
  readonly [K in keyof CollectorSettings]?: CollectorSettings[K] extends readonly unknown[] | number
    ? CollectorSettings[K]
    : Partial<CollectorSettings[K]>
}

/** The settings from three sides. */
export interface CollectorSettingsState {
  /** Path of `settings.json`. */
  readonly file: string
  /** The file over the defaults: what holds from the next start on. */
  readonly saved: CollectorSettings
  /** What holds now: some settings wait for the next start, and the command line may have chosen another port. */
  readonly current: CollectorSettings
  readonly defaults: CollectorSettings
}
