import type { Language } from '../../code/languages.ts'
import { isContainer, isList, sizeOf } from '../../ui/json-nodes.ts'
import { writeJson } from '../../ui/json-text.ts'
import { type JsonList, type JsonObject, type JsonValue, parseJson } from '../../ui/json-value.ts'

/** A name and a value of a request or a response; names may repeat. */
export interface HttpField {
  readonly key: string
  readonly value: string
}

/** A body as it is best shown. */
export type HttpBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'form'; readonly fields: readonly HttpField[] }
  | { readonly kind: 'json'; readonly value: JsonList | JsonObject }
  | { readonly kind: 'text'; readonly text: string; readonly language: Language | null }
  | { readonly kind: 'binary'; readonly bytes: number }

const BINARY_TYPE =
  /^(image\/(?!svg)|audio\/|video\/|font\/)|octet-stream|\/(zip|gzip|x-gzip|x-tar|pdf|wasm|protobuf|x-protobuf|msgpack|grpc)\b/

/** What text does not have: control characters, and the sign that stands for bytes that were no text. */
const BINARY_SIGN = /[^\P{Cc}\s]|\ufffd/u
/** Characters looked at for such signs. */
const SAMPLE = 4096

/** Fields as the protocol has them, as an object, or none. A list inside an object is one field for each item. */
export function readFields(value: unknown): HttpField[] {
  if (!isJson(value) || !isContainer(value)) return []
  if (isList(value)) return value.filter(isPair).map(({ key, value: one }) => ({ key, value: fieldText(one) }))
  return Object.entries(value).flatMap(([key, item]) =>
    (isList(item) ? item : [item]).map((one) => ({ key, value: fieldText(one) })),
  )
}

/** The value of the first field of this name, in any case; null where there is none. */
export function findField(fields: readonly HttpField[], name: string): string | null {
  return fields.find(({ key }) => key.toLowerCase() === name)?.value ?? null
}

/** The media type of a content type, in small letters, without its parameters; empty where there is none. */
export function mediaType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

export function isJsonType(type: string): boolean {
  return /[/+]json$/.test(type)
}

export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** Decides by content type, and by what the body is where that says nothing, how to show it. */
export function readBody(body: unknown, contentType: string | null): HttpBody {
  if (body === undefined || !isJson(body) || body === null || body === '') return { kind: 'none' }
  const type = mediaType(contentType)
  if (isContainer(body)) {
    if (sizeOf(body) === 0) return { kind: 'none' }
    const isForm = isList(body) ? body.every(isPair) : type === FORM_TYPE || type === 'multipart/form-data'
    return isForm ? { kind: 'form', fields: readFields(body) } : { kind: 'json', value: body }
  }
  if (typeof body !== 'string') return { kind: 'text', text: writeJson(body), language: null }
  if (BINARY_TYPE.test(type) || BINARY_SIGN.test(body.slice(0, SAMPLE)))
    return { kind: 'binary', bytes: byteLength(body) }
  if (type === FORM_TYPE && body.includes('=')) return { kind: 'form', fields: parseForm(body) }
  if (isJsonType(type) || (type === '' && /^\s*[[{]/.test(body))) {
    const value = tryJson(body)
    if (value !== undefined && isContainer(value)) return { kind: 'json', value }
  }
  return { kind: 'text', text: body, language: languageOf(type, body) }
}

/** The pairs of `a=1&b=2`, decoded. */
export function parseForm(text: string): HttpField[] {
  return [...new URLSearchParams(text)].map(([key, value]) => ({ key, value }))
}

/** A string as it is, anything else as JSON. */
export function fieldText(value: JsonValue): string {
  return typeof value === 'string' ? value : writeJson(value)
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Whether a value is a key with its value, as the protocol writes them. */
export function isPair(value: unknown): value is { readonly key: string; readonly value: JsonValue } {
  return (
    typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string' && 'value' in value
  )
}

function languageOf(type: string, text: string): Language | null {
  if (/[/+]json$/.test(type)) return 'json'
  if (type === 'text/html' || (type === '' && /^\s*<(!doctype html|html)\b/i.test(text))) return 'html'
  if (/[/+]xml$/.test(type) || (type === '' && /^\s*<\?xml\b/.test(text))) return 'xml'
  return null
}

function tryJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** Payloads are read from JSON text, so whatever is in one is JSON. */
function isJson(value: unknown): value is JsonValue {
  return value !== undefined && typeof value !== 'function'
}
