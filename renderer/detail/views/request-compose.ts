import type { RequestPayload } from '../../../shared/events/request.ts'
import { hideSecrets, hideSecretsInText } from '../../../shared/hide-secrets.ts'
import { HIDDEN_SECRET, isSecretName } from '../../../shared/secrets.ts'
import { joinUri, maskUri, splitUri } from '../../../shared/uri.ts'
import { writeJson } from '../../ui/json-text.ts'
import {
  FORM_TYPE,
  findField,
  type HttpField,
  isJsonType,
  isPair,
  mediaType,
  readBody,
  readFields,
} from './http-body.ts'

/** A request that can be sent again. */
export interface ComposedRequest {
  /** A token in the sense of HTTP: no spaces, no quotes. */
  readonly method: string
  /** Absolute, `http` or `https`, without spaces or control characters. */
  readonly url: string
  /** With valid names and values of one line; without those that the sender's client makes itself. */
  readonly headers: readonly HttpField[]
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'multipart'; readonly fields: readonly HttpField[]; readonly boundary: string }
}

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const HOST = /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i
const DEFAULT_BOUNDARY = 'form-boundary-7f3a91c2'

/**
 * Puts a reported request together as it must have been sent. What a report may leave out is taken from what is there:
 * the host from its header, `http` unless something tells of `https`, cookies and query from their lists.
 */
export function composeRequest(payload: RequestPayload, withSecrets: boolean): ComposedRequest {
  const headers = readHeaders(payload)
  const shown = withSecrets ? headers : headers.map(hideField)
  const type = mediaType(findField(headers, 'content-type'))
  const body = composeBody(
    withSecrets ? payload.body : hideBody(payload.body, type),
    findField(headers, 'content-type'),
  )
  const url = composeUrl(payload, headers)
  const method = payload.method?.toUpperCase() ?? ''
  return {
    method: TOKEN.test(method) ? method : body.kind === 'none' ? 'GET' : 'POST',
    url: withSecrets ? url : maskUri(url, HIDDEN_SECRET),
    headers: [
      // Bodies are reported, and kept, without their compression.
      ...shown.filter(({ key }) => !/^(content-encoding|content-length|host)$/i.test(key)),
      ...(type === '' ? impliedType(payload.body) : []),
    ],
    body,
  }
}

/** Whether anything in a request is a secret. */
export function hasSecrets(payload: RequestPayload): boolean {
  return writeJson(composeRequest(payload, true)) !== writeJson(composeRequest(payload, false))
}

function readHeaders(payload: RequestPayload): HttpField[] {
  const headers = readFields(payload.headers)
    .filter(({ key }) => TOKEN.test(key))
    .map(({ key, value }) => ({ key, value: oneLine(value) }))
  const cookies = readFields(payload.cookies)
  if (cookies.length === 0 || findField(headers, 'cookie') !== null) return headers
  const pairs = cookies.map(({ key, value }) => `${cookieText(key)}=${cookieText(value)}`)
  return [...headers, { key: 'Cookie', value: pairs.join('; ') }]
}

function composeUrl({ uri = '/', query }: RequestPayload, headers: readonly HttpField[]): string {
  const sent = splitUri(uri)
  const isWeb = sent.scheme === null || /^https?$/i.test(sent.scheme)
  const parts = isWeb ? sent : { ...splitUri('/'), path: `/${uri}` }
  const named = parts.host ?? findField(headers, 'host') ?? ''
  const host = HOST.test(named) ? named : 'localhost'
  const isSecure = findField(headers, 'x-forwarded-proto') === 'https' || host.endsWith(':443')
  const search = new URLSearchParams(readFields(query).map(({ key, value }) => [key, value])).toString()
  const url = joinUri({
    ...parts,
    scheme: parts.scheme ?? (isSecure ? 'https' : 'http'),
    host,
    path: parts.path.startsWith('/') ? parts.path : `/${parts.path}`,
    query: parts.query ?? (search || null),
    fragment: null,
  })
  return url.replace(/[\s\p{Cc}]/gu, (character) => encodeURIComponent(character))
}

function composeBody(sent: unknown, contentType: string | null): ComposedRequest['body'] {
  if (typeof sent === 'string') return sent === '' ? { kind: 'none' } : { kind: 'text', text: sent }
  const body = readBody(sent, contentType)
  const type = mediaType(contentType)
  switch (body.kind) {
    case 'form':
      if (type === 'multipart/form-data') {
        const [, boundary = DEFAULT_BOUNDARY] = /boundary="?([\w'()+,./:=?-]{1,70})"?/i.exec(contentType ?? '') ?? []
        return { kind: 'multipart', fields: body.fields, boundary }
      }
      if (isJsonType(type)) return { kind: 'text', text: writeJson(gatherFields(sent)) }
      return {
        kind: 'text',
        text: new URLSearchParams(body.fields.map(({ key, value }) => [key, value])).toString(),
      }
    case 'json':
      return { kind: 'text', text: writeJson(body.value) }
    case 'text':
      return { kind: 'text', text: body.text }
    default:
      return { kind: 'none' }
  }
}

/** The object that a list of key and value stands for; keys that repeat hold a list. */
function gatherFields(sent: unknown): unknown {
  if (!Array.isArray(sent)) return sent
  const gathered = new Map<string, unknown[]>()
  for (const { key, value } of sent.filter(isPair)) {
    gathered.set(key, [...(gathered.get(key) ?? []), value])
  }
  return Object.fromEntries([...gathered].map(([key, values]) => [key, values.length > 1 ? values : values[0]]))
}

/** The content type that a body needs where its headers name none. */
function impliedType(sent: unknown): HttpField[] {
  const body = typeof sent === 'string' ? null : readBody(sent, null)
  if (body?.kind === 'form') return [{ key: 'Content-Type', value: FORM_TYPE }]
  return body?.kind === 'json' ? [{ key: 'Content-Type', value: 'application/json' }] : []
}

function hideField({ key, value }: HttpField): HttpField {
  return { key, value: isSecretName(key) && value !== '' ? HIDDEN_SECRET : hideSecretsInText(value) }
}

function hideBody(sent: unknown, type: string): unknown {
  if (typeof sent !== 'string') return hideSecrets(sent)
  const body = readBody(sent, type)
  if (body.kind === 'json') return writeJson(hideSecrets(body.value))
  if (body.kind === 'form')
    return new URLSearchParams(body.fields.map(hideField).map(({ key, value }) => [key, value])).toString()
  return hideSecretsInText(sent)
}

function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ').trim()
}

/** Cookies are often reported decoded: what would end one is encoded again. */
function cookieText(text: string): string {
  return text.replace(/[\s\p{Cc};,"\\]/gu, (character) => encodeURIComponent(character))
}
