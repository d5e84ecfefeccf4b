import packageJson from '../../package.json' with { type: 'json' }
import type { DraftBody, DraftField, RequestDraft } from '../../shared/composer.ts'
import type { HeaderPairs } from '../../shared/exchange.ts'
import { fillDraft, type Variables } from '../../shared/variables.ts'
import { parseJson } from '../protocols/json.ts'
import { buildMultipart, fileBody, type OutgoingBody, textBody } from './outgoing-body.ts'
import { SendError } from './send-error.ts'
import type { Uploads } from './uploads.ts'

/** A request as it goes over the wire. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: URL
  /** All of them but `Host` and the length of the body. */
  readonly headers: HeaderPairs
  /** Null for none. */
  readonly body: OutgoingBody | null
}

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const FORM_TYPE = 'application/x-www-form-urlencoded'

/** What is sent unless the request names it. */
const DEFAULT_HEADERS: HeaderPairs = [
  ['User-Agent', `Tattler/${packageJson.version}`],
  ['Accept', '*/*'],
  ['Accept-Encoding', 'gzip, deflate, br'],
]

/** Puts values in the place of variables and makes a draft ready to be sent. Throws a `SendError` for one that is not valid. */
export function buildRequest(draft: RequestDraft, variables: Variables, uploads: Uploads): OutgoingRequest {
  const filled = fillDraft(draft, variables)
  const method = filled.method.trim().toUpperCase()
  const headers = takeOn(filled.headers).map(({ key, value }) => [key.trim(), value.trim()] as const)
  checkUnknown(variables)
  if (!TOKEN.test(method)) {
    throw new SendError('method', `“${method}” is no method.`, 'Methods are one word, like GET or POST.')
  }
  if (method === 'CONNECT') throw new SendError('method', 'CONNECT cannot be sent.', 'It is for proxies alone.')
  const url = readAddress(filled.url.trim())
  for (const [name] of headers) {
    if (!TOKEN.test(name)) {
      throw new SendError('header', `“${name}” is no name of a header.`, 'Names have no spaces, colons or quotes.')
    }
  }
  const { body, contentType } = buildBody(filled.body, uploads)
  return { method, url: withoutUser(url), headers: addHeaders(headers, contentType, readUser(url)), body }
}

/** Reads an address as people write it: one without a scheme is `http`. */
function readAddress(text: string): URL {
  if (text === '') throw new SendError('url', 'There is no address.', 'Write one, like http://localhost:8000/users.')
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new SendError('url', `“${text}” is no address.`, 'It must look like http://localhost:8000/users.')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SendError('url', `${url.protocol}// cannot be sent to.`, 'Addresses begin with http:// or https://.')
  }
  url.hash = ''
  return url
}

/** Rows that are sent. */
function takeOn<T extends DraftField>(fields: readonly T[]): readonly T[] {
  return fields.filter(({ isOn, key }) => isOn && key.trim() !== '')
}

function checkUnknown({ unknown }: Variables): void {
  if (unknown.size === 0) return
  const names = [...unknown].map((name) => `{{${name}}}`).join(', ')
  const hint = 'Add it to the environment, or choose another environment.'
  throw new SendError('variable', `${names} ${unknown.size === 1 ? 'has' : 'have'} no value.`, hint)
}

interface BuiltBody {
  readonly body: OutgoingBody | null
  /** What it is, unless a header tells; null for nothing. */
  readonly contentType: string | null
}

function buildBody(body: DraftBody, uploads: Uploads): BuiltBody {
  switch (body.kind) {
    case 'none':
      return { body: null, contentType: null }
    case 'json':
      checkJson(body.text)
      return { body: textBody(body.text), contentType: 'application/json' }
    case 'text':
      return { body: textBody(body.text), contentType: body.contentType.trim() || null }
    case 'file':
      return {
        body: fileBody(body.file, uploads),
        contentType: body.contentType.trim() || body.file?.type || 'application/octet-stream',
      }
    case 'form': {
      const fields = takeOn(body.fields)
      if (body.encoding === 'multipart') return buildMultipart(fields, uploads)
      const pairs = fields.map(({ key, value }): [string, string] => [key, value])
      return { body: textBody(new URLSearchParams(pairs).toString()), contentType: FORM_TYPE }
    }
  }
}

function checkJson(text: string): void {
  try {
    parseJson(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SendError(
      'json',
      `The body is ${text.trim() === '' ? 'empty, which is no JSON' : reason}.`,
      'Correct it, or send it as it is: choose Text as the kind of the body.',
    )
  }
}

function addHeaders(headers: HeaderPairs, contentType: string | null, user: string | null): HeaderPairs {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const more: (readonly [string, string])[] = [
    ...(contentType === null ? [] : [['Content-Type', contentType] as const]),
    ...(user === null ? [] : [['Authorization', user] as const]),
    ...DEFAULT_HEADERS,
  ]
  return [...headers, ...more.filter(([name]) => !names.has(name.toLowerCase()))]
}

/** The user of an address as a header says it. */
function readUser({ username, password }: URL): string | null {
  if (username === '' && password === '') return null
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`
}

function withoutUser(url: URL): URL {
  const copy = new URL(url)
  copy.username = ''
  copy.password = ''
  return copy
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
