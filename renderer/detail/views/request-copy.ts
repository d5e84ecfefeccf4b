import type { HttpField } from './http-body.ts'
import { byteLength } from './http-body.ts'
import type { ComposedRequest } from './request-compose.ts'

/** A command for a POSIX shell. Everything that was reported stands in single quotes: nothing of it is ever run. */
export function toCurl({ method, url, headers, body }: ComposedRequest): string {
  const options = [quoteForShell(url)]
  const usual = body.kind === 'none' ? 'GET' : 'POST'
  if (method === 'HEAD') options.unshift('--head')
  else if (method !== usual) options.unshift(`-X ${quoteForShell(method)}`)
  // Otherwise curl takes brackets for a range of addresses, and tidies dots away.
  if (/[[\]{}]/.test(url)) options.unshift('--globoff')
  if (/\/\.\.?(\/|$|\?)/.test(url)) options.unshift('--path-as-is')
  for (const { key, value } of withoutType(headers, body.kind === 'multipart')) {
    // A name with a colon and nothing behind it would take the header away.
    options.push(`-H ${quoteForShell(value === '' ? `${key};` : `${key}: ${value}`)}`)
  }
  if (hasField(headers, 'accept-encoding')) options.push('--compressed')
  if (body.kind === 'text') {
    if (!hasField(headers, 'content-type')) options.push(`-H 'Content-Type:'`)
    options.push(`--data-raw ${quoteForShell(body.text)}`)
  }
  if (body.kind === 'multipart') {
    for (const { key, value } of body.fields)
      options.push(`--form-string ${quoteForShell(`${key.replaceAll('=', '%3D')}=${value}`)}`)
  }
  return `curl ${options.join(' \\\n  ')}\n`
}

/** In single quotes a shell takes everything as it is, but for the quote itself. A zero byte ends an argument anywhere. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", "'\\''")}'`
}

/** Headers that `fetch` makes itself or refuses. */
const NOT_FOR_FETCH = /^(connection|keep-alive|transfer-encoding|upgrade|expect|te|trailer)$/i

/** A call of `fetch` for Node; a browser makes some of the headers, like `Cookie`, itself. */
export function toFetch({ method, url, headers, body }: ComposedRequest): string {
  const { address, authorization } = takeUser(url)
  const sent = [
    ...withoutType(headers, body.kind === 'multipart').filter(({ key }) => !NOT_FOR_FETCH.test(key)),
    ...(authorization && !hasField(headers, 'authorization') ? [{ key: 'Authorization', value: authorization }] : []),
  ].map(({ key, value }) => `    [${JSON.stringify(key)}, ${JSON.stringify(toBytes(value))}],`)
  // `fetch` takes no body for these, whatever was sent.
  const hasBody = body.kind !== 'none' && method !== 'GET' && method !== 'HEAD'
  const lines = [
    ...(hasBody && body.kind === 'multipart'
      ? [
          'const form = new FormData()',
          ...body.fields.map(({ key, value }) => `form.append(${JSON.stringify(key)}, ${JSON.stringify(value)})`),
        ]
      : []),
    `await fetch(${JSON.stringify(address)}, {`,
    `  method: ${JSON.stringify(method)},`,
    ...(sent.length > 0 ? ['  headers: [', ...sent, '  ],'] : []),
    ...(hasBody && body.kind === 'text' ? [`  body: ${JSON.stringify(body.text)},`] : []),
    ...(hasBody && body.kind === 'multipart' ? ['  body: form,'] : []),
    '})',
  ]
  return `${lines.join('\n')}\n`
}

/** The request as it goes over the wire in HTTP/1.1, with the length of its body counted anew. */
export function toRawHttp({ method, url, headers, body }: ComposedRequest): string {
  const [, , host = '', target = '/'] = /^(https?):\/\/(?:[^/?#]*@)?([^/?#]*)(.*)$/is.exec(url) ?? []
  const text =
    body.kind === 'multipart' ? multipartText(body.fields, body.boundary) : body.kind === 'text' ? body.text : ''
  const fields = [
    { key: 'Host', value: host },
    ...headers.filter(({ key }) => !/^transfer-encoding$/i.test(key)),
    ...(body.kind === 'none' ? [] : [{ key: 'Content-Length', value: String(byteLength(text)) }]),
  ]
  const head = [`${method} ${target || '/'} HTTP/1.1`, ...fields.map(({ key, value }) => `${key}: ${value}`)]
  return `${head.join('\r\n')}\r\n\r\n${text}`
}

function multipartText(fields: readonly HttpField[], boundary: string): string {
  const parts = fields.map(({ key, value }) => {
    const name = key.replace(/[\r\n"]/g, (character) => encodeURIComponent(character))
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  })
  return `${parts.join('')}--${boundary}--\r\n`
}

/** A multipart body gets a boundary of its own, and with it a content type. */
function withoutType(headers: readonly HttpField[], isMultipart: boolean): readonly HttpField[] {
  return isMultipart ? headers.filter(({ key }) => !/^content-type$/i.test(key)) : headers
}

function hasField(fields: readonly HttpField[], name: string): boolean {
  return fields.some(({ key }) => key.toLowerCase() === name)
}

/** `fetch` refuses an address with a user in it; a header says the same. */
function takeUser(url: string): { readonly address: string; readonly authorization: string | null } {
  const [, start = '', user, rest = ''] = /^(https?:\/\/)(?:([^/?#]*)@)?(.*)$/is.exec(url) ?? []
  if (user === undefined) return { address: url, authorization: null }
  return { address: start + rest, authorization: `Basic ${btoa(toBytes(decodeUser(user)))}` }
}

function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}

/** A header's value holds one byte for each character: text beyond that becomes its UTF-8 bytes. */
function toBytes(text: string): string {
  const isLatin = [...text].every((character) => character.charCodeAt(0) < 256)
  return isLatin ? text : Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
