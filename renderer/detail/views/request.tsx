import { useMemo } from 'react'
import type { RequestPayload } from '../../../shared/events/request.ts'
import { formatDuration } from '../../../shared/format.ts'
import { MASK } from '../../../shared/secrets.ts'
import { maskUri, splitUri } from '../../../shared/uri.ts'
import { ComposeButtons } from '../../composer/compose-button.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { useDetail } from '../detail-context.ts'
import { useStreamEvents } from '../use-stream-events.ts'
import { ExchangeNotes } from './exchange-notes.tsx'
import { MethodBadge } from './http-badges.tsx'
import { findField, readBody, readFields } from './http-body.ts'
import { pairExchanges } from './http-exchange.ts'
import { findCookies, findQuery, toRows } from './http-fields.ts'
import { HttpParts } from './http-parts.tsx'
import { hasSecrets } from './request-compose.ts'
import { RequestCopyMenu } from './request-copy-menu.tsx'
import type { EventView, ViewProps } from './view.ts'

const EXCHANGE_TYPES = ['request', 'response']

export const RequestView: EventView<'request'> = ({ payload, event }) => {
  const { method, uri } = payload
  const headers = useMemo(() => readFields(payload.headers), [payload])
  const parts = useMemo(() => {
    const contentType = findField(headers, 'content-type')
    return [
      { name: 'Query', rows: toRows(findQuery(readFields(payload.query), uri ?? '')) },
      { name: 'Body', body: readBody(payload.body, contentType), contentType },
      { name: 'Headers', rows: toRows(headers) },
      { name: 'Cookies', rows: toRows(findCookies(readFields(payload.cookies), headers), () => true) },
      { name: 'Session', rows: toRows(readFields(payload.session)) },
    ]
  }, [payload, headers, uri])
  const isSecret = useMemo(() => hasSecrets(payload), [payload])

  return (
    <HttpParts
      parts={parts}
      hasMoreSecrets={isSecret}
      tools={
        <>
          <ComposeButtons event={event} payload={payload} />
          <RequestCopyMenu payload={payload} />
        </>
      }
    >
      {(isRevealed) => (
        <>
          <div className="http-line">
            {method !== undefined && <MethodBadge method={method} />}
            {event.duration !== null && <span>{formatDuration(event.duration)}</span>}
            <ResponseLink event={event} />
          </div>
          <ExchangeNotes event={event} />
          {uri !== undefined && <Uri uri={uri} host={findField(headers, 'host')} isRevealed={isRevealed} />}
        </>
      )}
    </HttpParts>
  )
}

interface UriProps {
  readonly uri: string
  /** Of the header. */
  readonly host: string | null
  readonly isRevealed: boolean
}

function Uri({ uri, host, isRevealed }: UriProps) {
  const parts = splitUri(isRevealed ? uri : maskUri(uri, MASK))
  const entries = [
    ['scheme', parts.scheme],
    ['user', parts.user],
    ['host', parts.host ?? host],
    ['path', parts.path === '' ? null : parts.path],
    ['query', parts.query],
    ['fragment', parts.fragment],
  ] as const
  return (
    <div className="http-uri">
      <KeyValues entries={entries.map(([name, text]) => [name, text !== null && <code key={name}>{text}</code>])} />
    </div>
  )
}

function ResponseLink({ event }: Pick<ViewProps<RequestPayload>, 'event'>) {
  const { onSelect } = useDetail()
  const stream = useStreamEvents({ event, types: EXCHANGE_TYPES, withPayload: false })
  const response = useMemo(() => {
    if (stream.state !== 'ready') return undefined
    const pairs = pairExchanges(stream.events)
    return stream.events.find(({ id }) => pairs.get(id) === event.id)
  }, [stream, event.id])
  if (!response) return null
  return (
    <button type="button" className="detail-link" title="Open the response" onClick={() => onSelect(response.id)}>
      → {response.summary}
    </button>
  )
}
