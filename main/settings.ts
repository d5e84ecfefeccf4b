import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import type { CollectorSettingsPatch } from '../shared/collector-settings.ts'
import type { WatchedApp } from '../shared/watch.ts'
import { lazyShape } from './lazy-shape.ts'
import { isJsonObject, type JsonObject } from './protocols/json.ts'
import { DEFAULT_LIMITS } from './protocols/protocol.ts'

export const DEFAULT_PORT = 7357
export const DEFAULT_SMTP_PORT = 1025

const positive = Type.Optional(Type.Integer({ minimum: 1 }))
const port = Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 }))

/** Shape of `WatchedApp`. */
const watchedApp = Type.Object(
  {
    target: Type.String({ maxLength: 2000 }),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    app: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)

/** The file `settings.json` in the data folder; every part of it may be missing. */
export const settingsFile = Type.Object(
  {
    port,
    /** Ports at which all the same is taken, too: default ports of other systems. */
    alsoPorts: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 65_535 }), { maxItems: 20 })),
    /** Origins of web pages that may send events, like `https://app.test`, beside loopback ones. */
    allowedOrigins: Type.Optional(Type.Array(Type.String())),
    /** Names under which this machine is reached, beside loopback ones: `tattler.test`. */
    allowedHosts: Type.Optional(Type.Array(Type.String())),
    /** Hosts from which profiles may be fetched for requests to other hosts: `profiler.test:443`. */
    profileHosts: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 1000 })),
    /** Apps that are watched from the start on. */
    watched: Type.Optional(Type.Array(watchedApp, { maxItems: 100 })),
    retention: Type.Optional(
      Type.Object({ events: positive, bytes: positive, points: positive }, { additionalProperties: false }),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          messageBytes: positive,
          depth: positive,
          eventsPerMessage: positive,
          stringLength: positive,
          mailBytes: positive,
          openBytes: positive,
        },
        { additionalProperties: false },
      ),
    ),
    alerts: Type.Optional(
      Type.Object(
        {
          error: Type.Optional(Type.Boolean()),
          denied: Type.Optional(Type.Boolean()),
          slow: Type.Optional(Type.Boolean()),
          mail: Type.Optional(Type.Boolean()),
          slowMs: positive,
        },
        { additionalProperties: false },
      ),
    ),
    smtp: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean()),
          port,
          /** Whether STARTTLS is offered; it is taken in either case. */
          starttls: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
const settingsShape = lazyShape(settingsFile)

/** What can be written into the file: any part of it, and of each group. */
export type SettingsPatch = Static<typeof settingsFile>

export type Settings = ReturnType<typeof defaultSettings>

/** The settings of an empty file. */
export function defaultSettings() {
  return {
    port: DEFAULT_PORT,
    alsoPorts: [] as readonly number[],
    allowedOrigins: [] as readonly string[],
    allowedHosts: [] as readonly string[],
    profileHosts: [] as readonly string[],
    watched: [] as readonly WatchedApp[],
    retention: { events: 1_000_000, bytes: 2_000_000_000, points: 2_000_000 },
    limits: DEFAULT_LIMITS,
    alerts: { error: false, denied: false, slow: false, mail: false, slowMs: 1000 },
    smtp: { enabled: true, port: DEFAULT_SMTP_PORT, starttls: false },
  }
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly code = 'settings'
}

/** The settings with the port for mails that the command line names, which no setting switches off. */
export function withSmtpPort(settings: Settings, port: number | undefined): Settings {
  return port === undefined ? settings : { ...settings, smtp: { ...settings.smtp, port, enabled: true } }
}

/** Reads `settings.json` of a data folder over the defaults. Throws a `SettingsError` that names what is wrong in it. */
export function readSettings(dataDir: string): Settings {
  const defaults = defaultSettings()
  const value = readFile(fileIn(dataDir))
  return {
    ...defaults,
    ...value,
    retention: { ...defaults.retention, ...value.retention },
    limits: { ...defaults.limits, ...value.limits },
    alerts: { ...defaults.alerts, ...value.alerts },
    smtp: { ...defaults.smtp, ...value.smtp },
  }
}

/**
 * Changes a part of `settings.json` and leaves the rest of it, and its order, as it is. Throws a `SettingsError` when the
 * result would not be valid; then, and when anything fails on the way, the file stays untouched.
 */
export function writeSettings(dataDir: string, patch: CollectorSettingsPatch): void {
  const file = fileIn(dataDir)
  const settings = check(merge(readFile(file), patch), file)
  const draft = `${file}.new`
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(draft, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

/** Groups are merged, everything else is replaced. */
function merge(settings: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...settings }
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key]
    merged[key] = isJsonObject(old) && isJsonObject(value) ? merge(old, value) : value
  }
  return merged
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'settings.json')
}

function readFile(file: string): SettingsPatch {
  if (!existsSync(file)) return {}
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SettingsError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return check(value, file)
}

function check(value: unknown, file: string): SettingsPatch {
  if (settingsShape.is(value)) return value
  throw new SettingsError(`${file}: ${explain(settingsShape.findError(value))}`)
}

function explain(problem: TLocalizedValidationError | undefined): string {
  if (!problem) return 'is not valid'
  const where = problem.instancePath.slice(1).replaceAll('/', '.')
  // A key that the shape does not have is checked against a schema that nothing fits.
  if (problem.keyword === 'boolean') return `there is no setting ${where}`
  return `${where || 'the file'} ${problem.message}`
}
