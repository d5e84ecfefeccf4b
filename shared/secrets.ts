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

/** Every name that `ANYWHERE` or `AT_END` knows has one of these letters, in any case. */
const NAME_LETTERS =
  'passw|passphrase|authoriz|credential|[cx]srf|pwd|jwt|pin|otp|token|secret|cookie|key|sess|sid|signature'
/** Tells most names at once that hold none. */
const LETTERS = new RegExp(NAME_LETTERS, 'i')

/**
 * Every text with a secret in it has one of these, in any case: a name, credentials of a header, or a user with a password
 * before a host. The source of a regular expression, for JavaScript and for DuckDB.
 */
export const SECRET_LETTERS = `${NAME_LETTERS}|bearer|/[^\\s/?#@:]*:[^\\s/?#@]+@`
export const MAY_HOLD_SECRET = new RegExp(SECRET_LETTERS, 'i')

/** Whether a header, parameter or property of this name holds a secret. */
export function isSecretName(name: string): boolean {
  if (!LETTERS.test(name)) return false
  const words = /^[a-z]+$/.test(name)
    ? name
    : name
        .replace(/([a-z\d])([A-Z])/g, '$1-$2')
        .toLowerCase()
        .replace(/[^a-z]+/g, '-')
        .replace(/^-|-$/g, '')
  return ANYWHERE.test(words) || AT_END.test(words)
}

/** Whether an entry of an object is a secret: by its name, or as the value of a pair whose `key` or `name` is the name. */
export function isSecretEntry(object: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = object[name]
  if (!isTelling(value) || (typeof value === 'number' && SESSION_NUMBER.test(name))) return false
  return isSecretName(name) || (name === 'value' && [object.key, object.name].some(isSecretText))
}

/** Whether an item of a list is a secret: as the second of a name and its value. */
export function isSecretItem(list: readonly unknown[], index: number): boolean {
  if (index !== 1 || list.length !== 2) return false
  const [name, value] = list
  return isSecretText(name) && isTelling(value) && !isSecretText(value)
}

function isSecretText(name: unknown): boolean {
  return typeof name === 'string' && isSecretName(name)
}

/** Yes, no and nothing are no secrets: `"password": null` tells that there is none. */
function isTelling(value: unknown): boolean {
  return value !== null && value !== '' && typeof value !== 'boolean'
}
