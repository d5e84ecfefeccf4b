import type { HeaderPairs } from '../../shared/exchange.ts'
import { isJsonObject } from '../protocols/json.ts'

const ID_HEADER = 'x-http-debug-id'
const API_HEADER = 'x-http-debug-api'
const INJECTED_KEY = '_x_http_debug'

/** What the headers of a response say of its profile. */
export type ProfileHeaders =
  | {
      readonly id: string
      /** Put before the id it makes the address, relative or absolute. */
      readonly api: string
    }
  | { readonly problem: string }

/** Reads the two headers of the web debug protocol (transport A); null where there is neither. */
export function readProfileHeaders(headers: HeaderPairs): ProfileHeaders | null {
  const id = findHeader(headers, ID_HEADER)
  const api = findHeader(headers, API_HEADER)
  if (id && api) return { id, api }
  if (id === null && api === null) return null
  const [present, missing] = id ? ['X-Http-Debug-Id', 'X-Http-Debug-Api'] : ['X-Http-Debug-Api', 'X-Http-Debug-Id']
  return { problem: `the response has ${present} but no ${missing}, so its profile cannot be fetched` }
}

/** Whether a response of these headers may carry a profile in its body (transport B): JSON alone can. */
export function mayCarryProfile(headers: HeaderPairs): boolean {
  return isJsonType(findHeader(headers, 'content-type'))
}

/** Whether the body, a JSON text, holds a profile: an object, or a string that is one, under the protocol's key. */
export function findInjectedProfile(text: string): { readonly id: string | null } | null {
  if (!text.includes(INJECTED_KEY)) return null
  const body = tryJson(text)
  const found = isJsonObject(body) ? body[INJECTED_KEY] : undefined
  const profile = typeof found === 'string' ? tryJson(found) : found
  if (!isJsonObject(profile)) return null
  const id = profile.id ?? profile.uuid
  return { id: (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null }
}

/** The value of the first header of this name, given in lower case; null for none. */
export function findHeader(headers: HeaderPairs, name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1].trim() ?? null
}

/** `application/json`, with parameters or without. */
export function isJsonType(contentType: string | null): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
