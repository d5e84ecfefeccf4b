import { Repeat, SquarePen } from 'lucide-react'
import type { RequestPayload } from '../../shared/events/request.ts'
import { useKeyName } from '../commands/registry.ts'
import { useDetail } from '../detail/detail-context.ts'
import { showScreen } from '../state/screen.ts'
import { composeFromPayload } from './compose-event.ts'
import { openDraft } from './composer-state.ts'
import { sendDraft } from './send.ts'

/** Leads from a request that was seen to the composer, to send it again as it was or changed. */
export function ComposeButtons({ payload }: { readonly payload: RequestPayload }) {
  const { backend } = useDetail()
  const key = useKeyName('compose/edit-event')
  const compose = () => {
    openDraft(composeFromPayload(payload))
    showScreen({ kind: 'compose' })
  }
  return (
    <>
      <button
        type="button"
        className="button button-small"
        title={key === null ? 'Edit in the composer' : `Edit in the composer (${key})`}
        onClick={compose}
      >
        <SquarePen size={13} aria-hidden />
        Edit
      </button>
      <button
        type="button"
        className="button button-small"
        title="Send this request again, secrets included"
        onClick={() => {
          compose()
          void sendDraft(backend)
        }}
      >
        <Repeat size={13} aria-hidden />
        Send again
      </button>
    </>
  )
}
