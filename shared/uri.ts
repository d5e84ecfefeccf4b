import { isSecretName } from './secrets.ts'

/** The parts of a URI as they were sent, none of them decoded; null for those that it does not have. */
export interface UriParts {
  readonly scheme: string | null
  /** `name` or `name:password`; all up to the last `@`, as browsers have it. */
  readonly user: string | null
  readonly host: string | null
  readonly path: string
  readonly query: string | null
  readonly fragment: string | null
}

const URI = /^(?:([a-z][a-z\d+.-]*):(?=\/\/))?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is

/** Splits a URI, absolute or relative; any text has parts, be it a path alone. */
export function splitUri(uri: string): UriParts {
  const [, scheme, user, host, path = '', query, fragment] = URI.exec(uri) ?? []
  return {
    scheme: scheme ?? null,
    user: user ?? null,
    host: host ?? null,
    path,
    query: query ?? null,
    fragment: fragment ?? null,
  }
}

export function joinUri({ scheme, user, host, path, query, fragment }: UriParts): string {
  return [
    scheme !== null && `${scheme}:`,
    host !== null && `//${user === null ? '' : `${user}@`}${host}`,
    path,
    query !== null && `?${query}`,
    fragment !== null && `#${fragment}`,
  ]
    .filter((part) => part !== false)
    .join('')
}

/** A query string with `mask` in place of the values of secrets; what has no secrets stays as it was sent. */
export function maskQuery(query: string, mask: string): string {
  return query
    .split('&')
    .map((pair) => {
      const end = pair.indexOf('=')
      if (end < 0) return pair
      return isSecretName(decode(pair.slice(0, end))) ? `${pair.slice(0, end)}=${mask}` : pair
    })
    .join('&')
}

/** A user with `mask` in place of the password. */
export function maskUser(user: string, mask: string): string {
  const end = user.indexOf(':')
  return end < 0 ? user : `${user.slice(0, end)}:${mask}`
}

/** What a query, a fragment or a user begins or ends with: no other part holds secrets. */
const HAS_SECRET_PART = /[?#@]/

/** The URI without the secrets in it. */
export function maskUri(uri: string, mask: string): string {
  if (!HAS_SECRET_PART.test(uri)) return uri
  const parts = splitUri(uri)
  return joinUri({
    ...parts,
    user: parts.user && maskUser(parts.user, mask),
    query: parts.query && maskQuery(parts.query, mask),
    // Sign-in flows hand over tokens in the fragment.
    fragment: parts.fragment && maskQuery(parts.fragment, mask),
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
