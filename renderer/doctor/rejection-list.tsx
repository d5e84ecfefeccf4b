import type { Notice } from '../../shared/messages.ts'
import { formatClock } from '../list/format-time.ts'
import { openOverlay } from '../state/overlays.ts'

/** What was turned away, each with the reason and the way to let it in. */
export function RejectionList({ rejections }: { readonly rejections: readonly Notice[] }) {
  if (rejections.length === 0) return <p className="dim">Nothing was rejected since Tattler started.</p>
  return (
    <ul className="doctor-rejections" aria-label="Rejected connections and messages">
      {rejections.map(({ id, message, hint, setting, time, count }) => (
        <li key={id}>
          <p>{message}</p>
          {hint && <p className="dim">{hint}</p>}
          <p className="doctor-facts">
            <span className="dim mono">
              {formatClock(time, Date.now())}
              {count > 1 && ` · ${count.toLocaleString('en')} times`}
            </span>
            {setting && (
              <button
                type="button"
                className="button button-small"
                onClick={() => openOverlay({ kind: 'settings', page: 'collector', setting })}
              >
                Open the setting
              </button>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
