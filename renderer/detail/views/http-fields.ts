import { hideSecretsInText } from '../../../shared/hide-secrets.ts'
import { isSecretName, MASK } from '../../../shared/secrets.ts'
import { splitUri } from '../../../shared/uri.ts'
import type { KeyValueRow } from '../../ui/key-value-table.tsx'
import { findField, type HttpField, parseForm } from './http-body.ts'

/** Fields as rows of a table; which of them are secrets, their names tell, and what their values look like. */
export function toRows(
  fields: readonly HttpField[],
  isSecret: (name: string) => boolean = isSecretName,
): KeyValueRow[] {
  return fields.map((field, index) => ({
    ...field,
    id: String(index),
    mask: field.value !== '' && isSecret(field.key) ? MASK : maskIn(field.value),
  }))
}

function maskIn(value: string): string | null {
  const masked = hideSecretsInText(value, MASK)
  return masked === value ? null : masked
}

/** Cookies as they were listed, else those of the `Cookie` header. */
export function findCookies(listed: readonly HttpField[], headers: readonly HttpField[]): readonly HttpField[] {
  return listed.length > 0 ? listed : splitCookies(findField(headers, 'cookie') ?? '')
}

/** The query as it was listed, else that of the URI, decoded. */
export function findQuery(listed: readonly HttpField[], uri: string): readonly HttpField[] {
  return listed.length > 0 ? listed : parseForm(splitUri(uri).query ?? '')
}

/** The cookies of a `Cookie` header, as they were sent. */
export function splitCookies(header: string): HttpField[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const end = pair.indexOf('=')
      return end < 0 ? { key: pair, value: '' } : { key: pair.slice(0, end), value: pair.slice(end + 1) }
    })
}
