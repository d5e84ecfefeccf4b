import { isUtf8 } from 'node:buffer'
import { mayLoseNumbers, parseTwin, writeExact } from '../../shared/exact-numbers.ts'
import { BODY_KEPT, type ExchangeBody } from '../../shared/exchange.ts'
import { isJsonObject } from './json.ts'

const INJECTED_KEY = '_x_http_debug'

/** A body as text; null for bytes that are none. */
export function readBodyText({ base64, encoding }: ExchangeBody, contentType: string | null): string | null {
  if (encoding !== undefined) return null
  const bytes = Buffer.from(base64, 'base64')
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1]
  const text = decodeText(bytes, charset)
  return text?.includes('\0') ? null : text
}

function decodeText(bytes: Buffer, charset: string | undefined): string | null {
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes)
    } catch {
      // A charset that nobody knows says nothing.
    }
  }
  const whole = bytes.subarray(0, endOfText(bytes))
  return isUtf8(whole) ? whole.toString('utf8') : null
}

/** Where a text in UTF-8 ends that may have been cut inside its last character. */
function endOfText(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

/** The answer of an app as it was before the profile was put into it; its numbers stay as they were written. */
export function stripProfile(text: string): { readonly text: string; readonly isCut: boolean } {
  const value: unknown = JSON.parse(text)
  const twin = mayLoseNumbers(Buffer.from(text), text) ? parseTwin(text) : undefined
  if (!isJsonObject(value)) return { text, isCut: false }
  const { [INJECTED_KEY]: _profile, ...rest } = value
  const written = writeExact(rest, twin)
  return { text: written.slice(0, BODY_KEPT), isCut: written.length > BODY_KEPT }
}
