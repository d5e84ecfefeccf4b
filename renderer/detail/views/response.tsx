import { useMemo } from 'react'
import type { ResponsePayload } from '../../../shared/events/response.ts'
import { formatBytes, formatDuration } from '../../../shared/format.ts'
import { holdsSecrets } from '../../../shared/hide-secrets.ts'
import { writeJson } from '../../ui/json-text.ts'
import { useDetail } from '../detail-context.ts'
import { useStreamEvents } from '../use-stream-events.ts'
import { ExchangeNotes } from './exchange-notes.tsx'
import { StatusBadge } from './http-badges.tsx'
import { findField, readBody, readFields } from './http-body.ts'
import { pairExchanges } from './http-exchange.ts'
import { toRows } from './http-fields.ts'
import { HttpParts } from './http-parts.tsx'
import type { EventView, ViewProps } from './view.ts'

const EXCHANGE_TYPES = ['request', 'response']

export const ResponseView: EventView<'response'> = ({ payload, event }) => {
  const { status, memoryPeak } = payload
  const duration = payload.duration ?? event.duration
  const { parts, hasMoreSecrets } = useMemo(() => {
    const headers = readFields(payload.headers)
    const contentType = findField(headers, 'content-type')
    const body = readBody(payload.body, contentType)
    return {
      parts: [
        { name: 'Headers', rows: toRows(headers) },
        { name: 'Body', body, contentType },
      ],
      hasMoreSecrets: holdsSecrets(payload.body),
    }
  }, [payload])

  return (
    <HttpParts parts={parts} hasMoreSecrets={hasMoreSecrets}>
      {() => (
        <>
          <div className="http-line">
            {status !== undefined && <StatusBadge status={status} />}
            {duration !== null && (
              <span>{typeof duration === 'number' ? formatDuration(duration) : writeJson(duration)}</span>
            )}
            {memoryPeak !== undefined && <span>peak memory {formatBytes(memoryPeak)}</span>}
            <RequestLink event={event} />
          </div>
          <ExchangeNotes event={event} />
        </>
      )}
    </HttpParts>
  )
}

function RequestLink({ event }: Pick<ViewProps<ResponsePayload>, 'event'>) {
  const { onSelect } = useDetail()
  const stream = useStreamEvents({ event, types: EXCHANGE_TYPES, withPayload: false })
  const request = useMemo(() => {
    if (stream.state !== 'ready') return undefined
    const requestId = pairExchanges(stream.events).get(event.id)
    return stream.events.find(({ id }) => id === requestId)
  }, [stream, event.id])
  if (!request) return null
  return (
    <button type="button" className="detail-link" title="Open the request" onClick={() => onSelect(request.id)}>
      ← {request.summary}
    </button>
  )
}
