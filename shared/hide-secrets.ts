import { parseTwin, writeExact } from './exact-numbers.ts'
import { maskPairs } from './secret-text.ts'
import { HIDDEN_SECRET, isSecretEntry, isSecretItem, MAY_HOLD_SECRET } from './secrets.ts'

/** Without any of these, nothing tells a name from its value. */
const SIGN = /[=:>"]|earer/

/** What a number beyond every double looks like, or one that a double would round. */
const MAY_LOSE_DIGITS = /\d{16}|\d[eE][+-]?\d{3}/

/** A JSON value with the secrets in it replaced, those in its texts among them. The same if there are none. */
export function hideSecrets<T>(value: T, mask?: string): T
export function hideSecrets(value: unknown, mask = HIDDEN_SECRET): unknown {
  if (typeof value === 'string') return hideSecretsInText(value, mask)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => (isSecretItem(value, index) ? mask : hideSecrets(item, mask)))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  if (!isPlainObject(value)) return value
  let copy: Record<string, unknown> | null = null
  for (const key of Object.keys(value)) {
    const item = isSecretEntry(value, key) ? mask : hideSecrets(value[key], mask)
    if (item === value[key]) continue
    copy ??= { ...value }
    copy[key] = item
  }
  return copy ?? value
}

/**
 * A text with the secrets in it replaced: as JSON where it is some, its numbers with all digits, and else where a name stands
 * before its value.
 */
export function hideSecretsInText(text: string, mask = HIDDEN_SECRET): string {
  if (!SIGN.test(text) || !MAY_HOLD_SECRET.test(text)) return text
  if (!/^\s*[[{"]/.test(text)) return maskPairs(text, mask)
  try {
    const value: unknown = JSON.parse(text)
    const hidden = hideSecrets(value, mask)
    if (hidden === value) return text
    return writeExact(hidden, MAY_LOSE_DIGITS.test(text) ? parseTwin(text) : undefined)
  } catch {
    // No JSON, or only the beginning of some, or too deep to be gone through.
    return maskPairs(text, mask)
  }
}

/** Whether `hideSecrets` would replace anything in a JSON value. */
export function holdsSecrets(value: unknown): boolean {
  if (typeof value === 'string') return hideSecretsInText(value) !== value
  if (Array.isArray(value)) return value.some((item, index) => isSecretItem(value, index) || holdsSecrets(item))
  if (!isPlainObject(value)) return false
  return Object.keys(value).some((key) => isSecretEntry(value, key) || holdsSecrets(value[key]))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
