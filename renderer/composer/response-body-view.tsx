import { useMemo } from 'react'
import type { ComposerResponse } from '../../shared/composer.ts'
import { formatBytes } from '../../shared/format.ts'
import { findField, type HttpBody, mediaType, readBody } from '../detail/views/http-body.ts'
import { HttpBodyView } from '../detail/views/http-body-view.tsx'
import { toRows } from '../detail/views/http-fields.ts'
import { encodeBase64 } from '../ui/base64.ts'
import { isJsonObject } from '../ui/json-value.ts'
import { KeyValueTable } from '../ui/key-value-table.tsx'

/** Key under which an app puts its debug data into its own answer: it is no part of what it answers. */
const INJECTED_KEY = '_x_http_debug'

interface ResponseBodyViewProps {
  readonly response: ComposerResponse
  readonly bytes: Uint8Array
}

/** The body of a response by its content type: JSON as a tree, images as images, text highlighted. */
export function ResponseBodyView({ response, bytes }: ResponseBodyViewProps) {
  const contentType = findField(response.headers, 'content-type')
  const body = useMemo(() => readShown(bytes, contentType), [bytes, contentType])
  const isPart = bytes.length < response.bytes
  return (
    <>
      {isPart && (
        <p className="composer-note">
          The first {formatBytes(bytes.length)} of {formatBytes(response.bytes)}: save the body to see all of it.
        </p>
      )}
      {response.isCut && (
        <p className="composer-note">
          The server would have sent more: Tattler closed the connection after {formatBytes(response.bytes)}.
        </p>
      )}
      <Body body={body} bytes={bytes} type={mediaType(contentType)} size={response.bytes} isPart={isPart} />
    </>
  )
}

interface BodyProps {
  readonly body: HttpBody
  readonly bytes: Uint8Array
  readonly type: string
  readonly size: number
  readonly isPart: boolean
}

function Body({ body, bytes, type, size, isPart }: BodyProps) {
  if (size === 0) return <p className="composer-note">The response has no body.</p>
  if (/^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/.test(type) && !isPart) {
    return <img className="response-image" alt="The body" src={`data:${type};base64,${encodeBase64(bytes)}`} />
  }
  if (body.kind === 'binary') {
    return <p className="composer-note">Binary data, {formatBytes(size)}: save the body to look at it.</p>
  }
  if (body.kind === 'form') {
    return <KeyValueTable rows={toRows(body.fields)} label="Body" search="" isRevealed />
  }
  return <HttpBodyView body={body} isRevealed />
}

function readShown(bytes: Uint8Array, contentType: string | null): HttpBody {
  const body = readBody(decodeText(bytes, contentType), contentType)
  if (body.kind !== 'json' || !isJsonObject(body.value) || !(INJECTED_KEY in body.value)) return body
  const { [INJECTED_KEY]: _, ...own } = body.value
  return { kind: 'json', value: own }
}

function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w-]+)/i.exec(contentType ?? '') ?? []
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
