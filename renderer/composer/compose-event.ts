import { type DraftBody, EMPTY_DRAFT, type RequestDraft } from '../../shared/composer.ts'
import type { RequestPayload } from '../../shared/events/request.ts'
import { composeRequest } from '../detail/views/request-compose.ts'
import { readQuery } from './query-rows.ts'
import { saysType, toDraftBody } from './read-body.ts'
import { takeHeaders } from './take-headers.ts'

/** Headers of one connection, and what whoever sends the request puts in anew. */
const OF_CONNECTION =
  /^(connection|expect|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade|x-forwarded-.*)$/i

/** A request that was seen, as a draft that sends it again. Its secrets go along: what needs a sign-in needs them. */
export function composeFromPayload(payload: RequestPayload): RequestDraft {
  const { method, url, headers, body: sent } = composeRequest(payload, true)
  const type = headers.find(({ key }) => key.toLowerCase() === 'content-type')?.value ?? ''
  const body = toBody(sent, type)
  const isSent = ({ key }: { readonly key: string }) =>
    !OF_CONNECTION.test(key) && (body.kind === 'none' || !saysType(body, type) || key.toLowerCase() !== 'content-type')
  return {
    ...EMPTY_DRAFT,
    method,
    url,
    query: readQuery(url, []),
    headers: takeHeaders(headers.filter(isSent).map(({ key, value }) => ({ key, value, isOn: true }))),
    body,
  }
}

function toBody(body: ReturnType<typeof composeRequest>['body'], type: string): DraftBody {
  switch (body.kind) {
    case 'none':
      return body
    case 'text':
      return toDraftBody(body.text, type, true)
    case 'multipart':
      return {
        kind: 'form',
        encoding: 'multipart',
        fields: body.fields.map(({ key, value }) => ({ key, value, isOn: true, file: null })),
      }
  }
}
