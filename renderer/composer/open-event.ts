import type { DebugEvent } from '../../shared/event.ts'
import type { RequestPayload } from '../../shared/events/request.ts'
import { formatBytes } from '../../shared/format.ts'
import type { Backend } from '../backend.ts'
import { readFacts } from '../detail/views/exchange-facts.ts'
import { showScreen } from '../state/screen.ts'
import { showToast } from '../ui/toasts.tsx'
import { composeFromPayload } from './compose-event.ts'
import { openDraft } from './composer-state.ts'
import { sendDraft } from './send.ts'

/** Opens the composer with a request that was seen. It is sent at once if `isSent` and all of it is here. */
export async function openEvent(
  backend: Backend,
  event: Pick<DebugEvent, 'protocol' | 'metadata'>,
  payload: RequestPayload,
  isSent: boolean,
): Promise<void> {
  openDraft(composeFromPayload(payload))
  showScreen({ kind: 'compose' })
  const missing = describeMissing(event)
  if (missing !== null) showToast(isSent ? `Not sent yet: ${missing}` : missing)
  else if (isSent) await sendDraft(backend)
}

/** What of the body is not kept, and what to do about it; null where nothing is missing. */
function describeMissing(event: Pick<DebugEvent, 'protocol' | 'metadata'>): string | null {
  const { bodySize, isBodyBinary, isBodyCut } = readFacts(event) ?? {}
  const size = formatBytes(bodySize ?? 0)
  if (isBodyBinary) return `the body, ${size} that are no text, was not kept. Choose its file, then send.`
  return isBodyCut ? `only the beginning of the body was kept, of ${size}. Complete it, then send.` : null
}
