import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  /** Undefined to take the settings' port. */
  readonly port: number | undefined
  /** The port for mails, likewise. */
  readonly smtpPort: number | undefined
  /** Ports beside the first one and those of the settings. */
  readonly alsoPorts: readonly number[]
  readonly dataDir: string | undefined
  /** The address to listen at beside those of the loopback. */
  readonly host: string | undefined
}

/** Reads `--port`, `--smtp-port`, `--also` (any number of them), `--host` and `--data` among the switches that Electron and Chromium take for themselves. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'smtp-port': { type: 'string' },
      also: { type: 'string', multiple: true },
      data: { type: 'string' },
      host: { type: 'string' },
    },
    strict: false,
  })
  return {
    port: parsePort('--port', values.port),
    smtpPort: parsePort('--smtp-port', values['smtp-port']),
    alsoPorts: values.also?.map(parseAlsoPort) ?? [],
    host: typeof values.host === 'string' ? values.host : undefined,
    dataDir: typeof values.data === 'string' ? resolve(values.data) : undefined,
  }
}

function parsePort(option: string, text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new Error(`${option} takes a number from 0 (any free port) to 65535`)
}

function parseAlsoPort(text: string | boolean): number {
  const port = typeof text === 'string' ? Number(text) : Number.NaN
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port
  throw new Error('--also takes a number from 1 to 65535')
}
