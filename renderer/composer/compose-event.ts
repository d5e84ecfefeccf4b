import { type DraftBody, EMPTY_DRAFT, type RequestDraft } from '../../shared/composer.ts'
import type { RequestPayload } from '../../shared/events/request.ts'
import { composeRequest } from '../detail/views/request-compose.ts'
import { readQuery } from './query-rows.ts'
import { toDraftBody } from './read-body.ts'

/** Headers of one connection, and what whoever sends the request puts in anew. */
const OF_CONNECTION = /^(connection|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade|x-forwarded-.*)$/i

/** A request that was seen, as a draft that sends it again. Its secrets go along: what needs a sign-in needs them. */
export function composeFromPayload(payload: RequestPayload): RequestDraft {
  const { method, url, headers, body } = composeRequest(payload, true)
  const type = headers.find(({ key }) => key.toLowerCase() === 'content-type')?.value ?? ''
  return {
    ...EMPTY_DRAFT,
    method,
    url,
    query: readQuery(url, []),
    headers: headers
      .filter(({ key }) => !OF_CONNECTION.test(key) && (body.kind === 'none' || key.toLowerCase() !== 'content-type'))
      .map(({ key, value }) => ({ key, value, isOn: true })),
    body: toBody(body, type),
  }
}

function toBody(body: ReturnType<typeof composeRequest>['body'], type: string): DraftBody {
  switch (body.kind) {
    case 'none':
      return body
    case 'text':
      return toDraftBody(body.text, type)
    case 'multipart':
      return {
        kind: 'form',
        encoding: 'multipart',
        fields: body.fields.map(({ key, value }) => ({ key, value, isOn: true, file: null })),
      }
  }
}
