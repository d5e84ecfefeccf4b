import { Check } from 'typebox/value'
import type { EventRow } from '../../shared/event.ts'
import { request } from '../../shared/events/request.ts'
import type { Backend } from '../backend.ts'
import { showScreen } from '../state/screen.ts'
import { composeFromPayload } from './compose-event.ts'
import { openDraft } from './composer-state.ts'
import { sendDraft } from './send.ts'

/** Opens the composer with the request of a row, which is sent at once if `isSent`. */
export async function composeRow(backend: Backend, { id }: EventRow, isSent: boolean): Promise<void> {
  const event = await backend.request('event/open', id)
  const payload: unknown = event && JSON.parse(event.payload)
  if (!Check(request.payload, payload)) return
  openDraft(composeFromPayload(payload))
  showScreen({ kind: 'compose' })
  if (isSent) await sendDraft(backend)
}
