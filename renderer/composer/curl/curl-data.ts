import type { FormField } from '../../../shared/composer.ts'

/** One `-d`, `--data-raw`, `--data-urlencode`, …, in the order they came. */
export interface CurlData {
  readonly kind: 'data' | 'raw' | 'binary' | 'urlencode' | 'json'
  readonly text: string
}

/** One `-F` or `--form-string`. */
export interface CurlFormPart {
  readonly text: string
  /** Whether `@` and `<` mean nothing in it. */
  readonly isPlain: boolean
}

/**
 * What curl sends: the parts joined by `&`, those of `--json` as they are. A lone file is a file; one that is to be put in
 * the midst of a text is left out, and told in `ignored`.
 */
export function joinData(data: readonly CurlData[], ignored: string[]): { text: string; file: string | null } {
  const [first] = data
  if (data.length === 1 && first && first.kind !== 'urlencode' && isFile(first)) {
    return { text: '', file: first.text.slice(1) }
  }
  let text = ''
  for (const [index, part] of data.entries()) {
    if (isFile(part)) {
      ignored.push(part.text)
      continue
    }
    if (index > 0 && text !== '' && part.kind !== 'json') text += '&'
    text += part.kind === 'urlencode' ? encodeData(part.text) : part.text
  }
  return { text, file: null }
}

/** `@file`, and `name@file` of what is to be encoded. */
function isFile({ kind, text }: CurlData): boolean {
  if (kind === 'urlencode') return /^[^=]*@/.test(text)
  return kind !== 'raw' && text.startsWith('@')
}

/** `content`, `=content` and `name=content`, as the manual of curl has them; names are sent as they are. */
function encodeData(text: string): string {
  const end = text.indexOf('=')
  if (end < 0) return encode(text)
  return `${text.slice(0, end)}${end === 0 ? '' : '='}${encode(text.slice(end + 1))}`
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `name=value`, `name=@file;type=image/png;filename=other`, `name=<file`. A type of a mere value is told in `ignored`. */
export function readFormPart({ text, isPlain }: CurlFormPart, ignored: string[]): FormField {
  const end = text.indexOf('=')
  const key = end < 0 ? text : text.slice(0, end)
  const value = end < 0 ? '' : text.slice(end + 1)
  const field = { key, isOn: true }
  if (isPlain) return { ...field, value, file: null }
  const [content = '', ...settings] = splitSettings(value)
  if (!/^[@<]/.test(content)) {
    const [type] = /;type=.*$/s.exec(value) ?? []
    if (type !== undefined && type !== ';type=text/plain') ignored.push(`${key}=…${type}`)
    return { ...field, value: unquote(content), file: null }
  }
  const named = (name: string) => settings.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const path = unquote(content.slice(1))
  const other = named('filename')
  const name = other === undefined ? (path.split(/[\\/]/).at(-1) ?? path) : unquote(other)
  return { ...field, value: '', file: { upload: null, name, bytes: 0, type: named('type') ?? '' } }
}

/** What stands between the semicolons that are not inside of quotes. Those of a plain value are part of it. */
function splitSettings(value: string): string[] {
  if (!/^[@<"]/.test(value)) return [value.replace(/;type=.*$/s, '')]
  return value.match(/(?:"(?:\\.|[^"\\])*"|[^;"])+/gs)?.map((part) => part.trim()) ?? ['']
}

function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
}
