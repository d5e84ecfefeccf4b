import { type DraftField, type DraftFile, EMPTY_DRAFT, type RequestDraft } from '../../../shared/composer.ts'
import { readQuery } from '../query-rows.ts'
import { FORM_TYPE, saysType, toDraftBody } from '../read-body.ts'
import { takeHeaders } from '../take-headers.ts'
import { joinData, readFormPart } from './curl-data.ts'
import { type CurlCommand, readOptions } from './curl-options.ts'
import { splitCommand } from './split-command.ts'

export interface ParsedCurl {
  readonly draft: RequestDraft
  /** Options that mean nothing here, as they were written. */
  readonly ignored: readonly string[]
}

/** Whether a text is a curl command. */
export function isCurl(text: string): boolean {
  return /^\s*(\$\s+)?curl(\.exe)?\s/i.test(text)
}

/** Reads a curl command. Throws an error that says what is wrong with it. */
export function parseCurl(text: string): ParsedCurl {
  const words = splitCommand(text.trim().replace(/^\$\s+/, ''))
  if (!/^curl(\.exe)?$/i.test(words[0] ?? ''))
    throw new Error('This is no curl command: it does not begin with “curl”.')
  const command = readOptions(words.slice(1))
  if (command.url === null) throw new Error('The command names no address.')
  const data = joinData(command.data, command.ignored)
  const query = joinData(command.query, command.ignored).text
  const url = addQuery(addQuery(toAddress(command.url), query), command.isQuery ? data.text : '')
  return {
    draft: {
      ...EMPTY_DRAFT,
      method: findMethod(command),
      url,
      query: readQuery(url, []),
      ...readContent(command, data),
      followsRedirects: command.followsRedirects,
      checksCertificate: command.checksCertificate,
      timeout: command.timeout ?? EMPTY_DRAFT.timeout,
    },
    ignored: command.ignored,
  }
}

function findMethod({ method, isHead, isQuery, data, form }: CurlCommand): string {
  if (method !== null) return method
  if (isHead) return 'HEAD'
  return (data.length > 0 && !isQuery) || form.length > 0 ? 'POST' : 'GET'
}

function toAddress(url: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(url) || url.startsWith('{{') ? url : `http://${url}`
}

function addQuery(url: string, query: string): string {
  if (query === '') return url
  const [, start = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(url) ?? []
  return `${start}${start.includes('?') ? '&' : '?'}${query}${fragment}`
}

type Content = Pick<RequestDraft, 'headers' | 'body'>

/** Headers and body. A content type that the kind of the body says goes there; another one stays a header. */
function readContent(command: CurlCommand, { text, file }: ReturnType<typeof joinData>): Content {
  const { data, form, isQuery, isJson, hasNoType, ignored } = command
  const headers = takeHeaders([...command.headers, ...(isJson ? acceptJson(command.headers) : [])])
  if (form.length === 0 && (data.length === 0 || isQuery)) return { headers, body: { kind: 'none' } }
  const isType = ({ key }: { readonly key: string }) => key.toLowerCase() === 'content-type'
  const contentType = hasNoType ? '' : (headers.find(isType)?.value ?? (isJson ? 'application/json' : FORM_TYPE))
  const others = headers.filter((header) => !isType(header))
  if (form.length > 0) {
    return {
      headers: others,
      body: { kind: 'form', encoding: 'multipart', fields: form.map((part) => readFormPart(part, ignored)) },
    }
  }
  if (file !== null) return { headers: others, body: { kind: 'file', file: toFile(file), contentType } }
  const body = toDraftBody(text, contentType, false)
  return { headers: saysType(body, contentType) ? others : headers, body }
}

function acceptJson(headers: readonly DraftField[]): readonly DraftField[] {
  const isNamed = headers.some(({ key }) => key.toLowerCase() === 'accept')
  return isNamed ? [] : [{ key: 'Accept', value: 'application/json', isOn: true }]
}

function toFile(path: string): DraftFile {
  return { upload: null, name: path.split(/[\\/]/).at(-1) ?? path, bytes: 0, type: '' }
}
