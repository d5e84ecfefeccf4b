import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { DEFAULT_LIMITS } from './protocols/protocol.ts'

export const DEFAULT_PORT = 7357

const positive = Type.Optional(Type.Integer({ minimum: 1 }))

/** The file `settings.json` in the data folder; every part of it may be missing. */
const settingsShape = Compile(
  Type.Object(
    {
      port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
      /** Origins of web pages that may send events, like `https://app.test`, beside loopback ones. */
      allowedOrigins: Type.Optional(Type.Array(Type.String())),
      /** Names under which this machine is reached, beside loopback ones: `tattler.test`. */
      allowedHosts: Type.Optional(Type.Array(Type.String())),
      retention: Type.Optional(Type.Object({ events: positive, bytes: positive }, { additionalProperties: false })),
      limits: Type.Optional(
        Type.Object(
          { messageBytes: positive, depth: positive, eventsPerMessage: positive, stringLength: positive },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
)

export type Settings = ReturnType<typeof defaultSettings>

function defaultSettings() {
  return {
    port: DEFAULT_PORT,
    allowedOrigins: [] as readonly string[],
    allowedHosts: [] as readonly string[],
    retention: { events: 1_000_000, bytes: 2_000_000_000 },
    limits: DEFAULT_LIMITS,
  }
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly code = 'settings'
}

/** Where the event log and the settings live: `TATTLER_DATA`, or the system's folder for an application's data. */
export function defaultDataDir(): string {
  const { TATTLER_DATA, XDG_DATA_HOME, APPDATA } = process.env
  if (TATTLER_DATA) return TATTLER_DATA
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tattler')
  if (process.platform === 'win32') return join(APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Tattler')
  // An empty variable counts as unset, as the XDG specification says.
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'tattler')
}

/** Reads `settings.json` of a data folder over the defaults. Throws a `SettingsError` that names what is wrong in it. */
export function readSettings(dataDir: string): Settings {
  const defaults = defaultSettings()
  const file = join(dataDir, 'settings.json')
  if (!existsSync(file)) return defaults
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SettingsError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!settingsShape.Check(value)) {
    throw new SettingsError(`${file}: ${explain(settingsShape.Errors(value)[0])}`)
  }
  return {
    ...defaults,
    ...value,
    retention: { ...defaults.retention, ...value.retention },
    limits: { ...defaults.limits, ...value.limits },
  }
}

function explain(problem: TLocalizedValidationError | undefined): string {
  if (!problem) return 'is not valid'
  const where = problem.instancePath.slice(1).replaceAll('/', '.')
  // A key that the shape does not have is checked against a schema that nothing fits.
  if (problem.keyword === 'boolean') return `there is no setting ${where}`
  return `${where || 'the file'} ${problem.message}`
}
