import { formatDuration } from '../../../shared/format.ts'
import type { SessionInfo } from '../../../shared/session.ts'
import { formatClock, formatFullTime } from '../../list/format-time.ts'
import { SessionLine } from '../../sessions/session-line.tsx'
import { StatusBadge } from '../../sessions/session-status.tsx'
import { type Session, useSession } from '../../sessions/use-session.ts'
import { isSameStream, openWaterfall, useScreen } from '../../state/screen.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { useDetail } from '../detail-context.ts'
import type { EventView } from './view.ts'

/** What the event says of its session, and how the session is now. */
export const SessionView: EventView<'session'> = ({ payload, event }) => {
  const { backend } = useDetail()
  const session = useSession(backend, event, true)
  const info = session?.info ?? null
  const { action, reason } = payload
  const isShown = useScreen(({ screen }) => screen.kind === 'waterfall' && isSameStream(screen.stream, event))
  return (
    <>
      {session && <Now session={session} />}
      <KeyValues
        entries={[
          ['what', action ?? false],
          ['reason', reason ?? false],
          ['product', payload.product ?? info?.product ?? false],
          ['version', payload.version || info?.version || false],
          ['host', payload.hostname ?? info?.hostname ?? false],
          ['machine', payload.machine_id ?? info?.machine ?? false],
          ...(session ? listTimes(session) : []),
        ]}
      />
      {!isShown && (
        <p>
          <button
            type="button"
            className="detail-link"
            onClick={() => openWaterfall({ instance: event.instance, stream: event.stream })}
          >
            Show the whole session
          </button>
        </p>
      )}
    </>
  )
}

function Now({ session }: { readonly session: Session }) {
  const now = Date.now()
  return (
    <div className="session-now">
      <StatusBadge info={session.info} now={now} />
      <SessionLine session={session} now={now} />
    </div>
  )
}

function listTimes({ info, life: { start, end } }: Session) {
  return [
    ['began', formatFullTime(start)],
    ['ended', end !== null && formatFullTime(end)],
    ['ran for', end !== null && formatDuration(end - start)],
    ['last heartbeat', heartbeatText(info, end)],
  ] as const
}

/** Of a session that is over it tells nothing. */
function heartbeatText(info: SessionInfo, end: number | null): string | false {
  if (!info.lastHeartbeat || end !== null) return false
  return formatClock(info.lastHeartbeat, Date.now())
}
