import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SHAPE = /^[\w-]{32}$/

/**
 * The token with which other machines send, and that opens nothing else: `send-token` in the data folder, made when it is first
 * needed. Other than the one that reads it stays the same, for it stands in the settings of apps.
 */
export function keepSendToken(dataDir: string): string {
  const file = join(dataDir, 'send-token')
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (SHAPE.test(kept)) return kept
  } catch {
    // There is none yet.
  }
  const token = randomBytes(24).toString('base64url')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(file, `${token}\n`, { mode: 0o600 })
  return token
}
