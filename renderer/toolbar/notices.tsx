import { Bell, CircleX, Info, Stethoscope, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Notice } from '../../shared/messages.ts'
import { formatClock } from '../list/format-time.ts'
import { useLog } from '../state/log.ts'
import { openOverlay } from '../state/overlays.ts'
import { Popover } from '../ui/popover.tsx'
import { showToast } from '../ui/toasts.tsx'

const SEVERITY_ICONS = { info: Info, warning: TriangleAlert, error: CircleX } as const
const NO_NOTICES: readonly Notice[] = []

/** What the collector wants the user to know; an error also shows as a toast, once. */
export function Notices() {
  const notices = useLog((log) => log.status?.notices ?? NO_NOTICES)
  useErrorToasts(notices)
  const worst = notices.some(({ severity }) => severity === 'error') ? 'error' : 'other'
  const label = notices.length === 1 ? '1 notice' : `${notices.length} notices`
  return (
    <Popover
      label={label}
      className="icon-button"
      align="end"
      trigger={
        <>
          <Bell size={16} aria-hidden />
          {notices.length > 0 && (
            <span className="badge" data-severity={worst} aria-hidden>
              {notices.length}
            </span>
          )}
        </>
      }
    >
      {(close) => (
        <>
          <NoticeList notices={notices} />
          <button
            type="button"
            className="button button-small notices-doctor"
            onClick={() => {
              close()
              openOverlay({ kind: 'doctor' })
            }}
          >
            <Stethoscope size={14} aria-hidden /> Connection doctor
          </button>
        </>
      )}
    </Popover>
  )
}

function NoticeList({ notices }: { notices: readonly Notice[] }) {
  if (notices.length === 0) return <p className="popover-note">Nothing to report.</p>
  return (
    <ul className="notices">
      {notices.toReversed().map((notice) => {
        const Icon = SEVERITY_ICONS[notice.severity]
        return (
          <li key={notice.id} data-severity={notice.severity}>
            <Icon size={14} aria-label={notice.severity} />
            <div>
              <p>{notice.message}</p>
              {notice.hint && <p className="dim">{notice.hint}</p>}
              <p className="dim mono">
                {formatClock(notice.time, Date.now())} · {notice.code}
                {notice.count > 1 && ` · ${notice.count} times`}
              </p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function useErrorToasts(notices: readonly Notice[]) {
  const told = useRef(new Set<number>())
  useEffect(() => {
    for (const { id, severity, message } of notices) {
      if (severity !== 'error' || told.current.has(id)) continue
      told.current.add(id)
      showToast(message, { tone: 'bad' })
    }
  }, [notices])
}
