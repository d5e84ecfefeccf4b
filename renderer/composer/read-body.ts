import type { DraftBody, FormField } from '../../shared/composer.ts'

export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** JSON, and what is JSON with a meaning: `application/problem+json; charset=utf-8`. */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i

/**
 * The kind of body that a text of a content type is best written as. `isExact` is for what was sent and is sent again: not
 * a byte of it may become another one.
 */
export function toDraftBody(text: string, contentType: string, isExact: boolean): DraftBody {
  if (JSON_TYPE.test(contentType) && !(isExact && isBroken(text))) return { kind: 'json', text }
  const fields = contentType === FORM_TYPE ? readForm(text, isExact) : null
  if (fields) return { kind: 'form', encoding: 'urlencoded', fields }
  return { kind: 'text', text, contentType }
}

/** Whether a body says its content type itself, so that a header for it would say it twice. */
export function saysType(body: DraftBody, contentType: string): boolean {
  return body.kind !== 'json' || contentType === 'application/json'
}

/** The composer does not send JSON that is none. */
function isBroken(json: string): boolean {
  try {
    JSON.parse(json)
    return false
  } catch {
    return true
  }
}

/** The fields of a form; null for a text that would not be the same again, or would not mean the same. */
function readForm(text: string, isExact: boolean): readonly FormField[] | null {
  const pairs = [...new URLSearchParams(text)]
  const isSame = isExact ? new URLSearchParams(pairs).toString() === text : text.split('&').every(isField)
  if (pairs.length === 0 || !isSame) return null
  return pairs.map(([key, value]) => ({ key, value, isOn: true, file: null }))
}

/** A name and a value, encoded one way or another: without signs that no address may have, and in UTF-8. */
function isField(pair: string): boolean {
  if (!/^[^\s=#"<>\\^`{|}]+=[^\s=#"<>\\^`{|}]*$/.test(pair)) return false
  try {
    decodeURIComponent(pair)
    return true
  } catch {
    return false
  }
}
