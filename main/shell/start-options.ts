import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  /** Undefined to take the settings' port. */
  readonly port: number | undefined
  readonly dataDir: string | undefined
}

/** Reads `--port` and `--data` among the switches that Electron and Chromium take for themselves. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' }, data: { type: 'string' } },
    strict: false,
  })
  return {
    port: values.port === undefined ? undefined : parsePort(values.port),
    dataDir: typeof values.data === 'string' ? resolve(values.data) : undefined,
  }
}

function parsePort(text: string | boolean): number {
  const port = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new Error('--port takes a number from 0 (any free port) to 65535')
}
