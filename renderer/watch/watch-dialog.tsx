import { X } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { closeOverlay } from '../state/overlays.ts'
import { useViewer } from '../state/viewer-context.ts'
import { ProfileHostList } from './profile-host-list.tsx'
import { WatchForm } from './watch-form.tsx'
import { useWatchList } from './watch-state.ts'
import { WatchedCard } from './watched-card.tsx'
import './watch.css'

/** Opens and closes the proxies through which apps are watched. */
export function WatchDialog() {
  const { backend } = useViewer()
  const dialog = useRef<HTMLDialogElement>(null)
  const { list, refresh } = useWatchList(backend)
  // Before the effects of the form: only in an open dialog can its field be focused.
  useLayoutEffect(() => dialog.current?.showModal(), [])

  return (
    <dialog ref={dialog} className="dialog watch" aria-labelledby="watch-title" onClose={() => closeOverlay('watch')}>
      <header className="dialog-header">
        <h2 id="watch-title">Watch an app</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden />
        </button>
      </header>
      <div className="watch-content">
        <p className="dim">
          Name the address of a web app. You get another one to use it at: what passes there reaches the app as it is,
          and shows here as requests, with the debug data that the app offers.
        </p>
        <WatchForm backend={backend} onOpened={refresh} />
        {list && list.proxies.length > 0 && (
          <ul className="watch-list" aria-label="Watched apps">
            {list.proxies.map((watched) => (
              <WatchedCard key={watched.target} watched={watched} backend={backend} onChanged={refresh} />
            ))}
          </ul>
        )}
        {list?.proxies.length === 0 && <p className="watch-empty">No app is watched yet.</p>}
        {list && <ProfileHostList hosts={list.hosts} backend={backend} onChanged={refresh} />}
      </div>
    </dialog>
  )
}
