import { Check } from 'typebox/value'
import type { EventRow } from '../../shared/event.ts'
import { request } from '../../shared/events/request.ts'
import type { Backend } from '../backend.ts'
import { openEvent } from './open-event.ts'

/** Opens the composer with the request of a row, which is sent at once if `isSent`. */
export async function composeRow(backend: Backend, { id }: EventRow, isSent: boolean): Promise<void> {
  const event = await backend.request('event/open', id)
  if (!event) return
  const payload: unknown = JSON.parse(event.payload)
  if (Check(request.payload, payload)) await openEvent(backend, event, payload, isSent)
}
