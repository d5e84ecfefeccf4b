import type { DraftBody, FormField } from '../../shared/composer.ts'

export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** The kind of body that a text of a content type is best written as. */
export function toDraftBody(text: string, contentType: string): DraftBody {
  if (contentType === 'application/json') return { kind: 'json', text }
  const fields = contentType === FORM_TYPE ? readForm(text) : null
  if (fields) return { kind: 'form', encoding: 'urlencoded', fields }
  return { kind: 'text', text, contentType }
}

/** The fields of a form; null for a text that would not be the same again. */
function readForm(text: string): readonly FormField[] | null {
  const pairs = [...new URLSearchParams(text)]
  if (pairs.length === 0 || new URLSearchParams(pairs).toString() !== text) return null
  return pairs.map(([key, value]) => ({ key, value, isOn: true, file: null }))
}
