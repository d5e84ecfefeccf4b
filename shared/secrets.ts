/**
 * Which values are secrets, as far as their names tell: what can sign in as somebody, or stay signed in. Words may be
 * written in any of the ways of code: `access_token`, `accessToken`, `X-Access-Token`, `user[accessToken]`.
 */

/** Names that hold a secret wherever the word stands in them: `password_confirmation`, `X-CSRF-Token-2`. */
const ANYWHERE = /passwo?r?d|passphrase|authorization|credential|csrf|xsrf|(^|-)(pwd|jwt|pin-code|otp)(-|$)/

/** Names that hold a secret when they end with the word: `token_count` is none. */
const AT_END = /(token|secret|cookie|api-?key|(access|private|secret|signing)-?key|sess(ion)?-?id|(^|-)sid|signature)$/

/** What stands in place of a secret that was left out of a text. */
export const HIDDEN_SECRET = 'HIDDEN'

/** What stands in place of a secret on the screen. */
export const MASK = '••••'

/** Whether a header, parameter or property of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
    .join('-')
  return ANYWHERE.test(words) || AT_END.test(words)
}

/** Whether an entry of an object is a secret: by its name, or as the value of a pair whose `key` is the name. */
export function isSecretEntry(object: Readonly<Record<string, unknown>>, name: string): boolean {
  if (!isTelling(object[name])) return false
  return isSecretName(name) || (name === 'value' && typeof object.key === 'string' && isSecretName(object.key))
}

/** A copy of a JSON value with the secrets in it replaced: those of objects, and those of lists of key and value. */
export function hideSecrets<T>(value: T, mask?: string): T
export function hideSecrets(value: unknown, mask = HIDDEN_SECRET): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => hideSecrets(item, mask))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecretEntry(value, key) ? mask : hideSecrets(item, mask)]),
  )
}

/** Whether `hideSecrets` would replace anything in a JSON value. */
export function holdsSecrets(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecrets)
  if (!isPlainObject(value)) return false
  return Object.entries(value).some(([key, item]) => isSecretEntry(value, key) || holdsSecrets(item))
}

/** Yes, no and nothing are no secrets: `"password": null` tells that there is none. */
function isTelling(value: unknown): boolean {
  return value !== null && value !== '' && typeof value !== 'boolean'
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
