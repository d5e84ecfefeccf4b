import { Repeat, SquarePen } from 'lucide-react'
import type { DebugEvent } from '../../shared/event.ts'
import type { RequestPayload } from '../../shared/events/request.ts'
import { useKeyName } from '../commands/registry.ts'
import { useDetail } from '../detail/detail-context.ts'
import { openEvent } from './open-event.ts'

/** Leads from a request that was seen to the composer, to send it again as it was or changed. */
export function ComposeButtons({ event, payload }: { readonly event: DebugEvent; readonly payload: RequestPayload }) {
  const { backend } = useDetail()
  const key = useKeyName('compose/edit-event')
  const compose = (isSent: boolean) => void openEvent(backend, event, payload, isSent)
  return (
    <>
      <button
        type="button"
        className="button button-small"
        title={key === null ? 'Edit in the composer' : `Edit in the composer (${key})`}
        onClick={() => compose(false)}
      >
        <SquarePen size={13} aria-hidden />
        Edit
      </button>
      <button
        type="button"
        className="button button-small"
        title="Send this request again, secrets included"
        onClick={() => compose(true)}
      >
        <Repeat size={13} aria-hidden />
        Send again
      </button>
    </>
  )
}
