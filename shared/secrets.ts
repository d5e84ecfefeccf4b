/**
 * Which values are secrets, as far as their names tell: what can sign in as somebody, or stay signed in. Words may be
 * written in any of the ways of code: `access_token`, `accessToken`, `X-Access-Token`, `user[accessToken]`.
 */

/** Names that hold a secret wherever the word stands in them: `password_confirmation`, `X-CSRF-Token-2`. */
const ANYWHERE = /passwo?r?d|passphrase|authorization|credential|csrf|xsrf|(^|-)(pwd|jwt|pin-code|otp)(-|$)/

/** Names that hold a secret when they end with the word: `token_count` is none. */
const AT_END = /(token|secret|cookie|api-?key|(access|private|secret|signing)-?key|sess(ion)?-?id|(^|-)sid|signature)$/

/** Where the value is a number, it counts sessions: what keeps somebody signed in cannot be guessed. */
const SESSION_NUMBER = /sess(ion)?[_-]?id$/i

/** What stands in place of a secret that was left out of a text. */
export const HIDDEN_SECRET = 'HIDDEN'

/** What stands in place of a secret on the screen. */
export const MASK = '••••'

/** Every name that `ANYWHERE` or `AT_END` knows has one of these letters. Tells most names at once that hold none. */
const LETTERS =
  /passw|passphrase|authoriz|credential|[cx]srf|pwd|jwt|pin|otp|token|secret|cookie|key|sess|sid|signature/i

/** Whether a header, parameter or property of this name holds a secret. */
export function isSecretName(name: string): boolean {
  if (!LETTERS.test(name)) return false
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
  const value = object[name]
  if (!isTelling(value) || (typeof value === 'number' && SESSION_NUMBER.test(name))) return false
  return isSecretName(name) || (name === 'value' && typeof object.key === 'string' && isSecretName(object.key))
}

/** A JSON value with the secrets in it replaced: those of objects, and those of lists of key and value. The same if there are none. */
export function hideSecrets<T>(value: T, mask?: string): T
export function hideSecrets(value: unknown, mask = HIDDEN_SECRET): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => hideSecrets(item, mask))
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

/** Whether `hideSecrets` would replace anything in a JSON value. */
export function holdsSecrets(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecrets)
  if (!isPlainObject(value)) return false
  return Object.keys(value).some((key) => isSecretEntry(value, key) || holdsSecrets(value[key]))
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
