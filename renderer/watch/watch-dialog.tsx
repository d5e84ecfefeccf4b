import { closeOverlay } from '../state/overlays.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProfileHostList } from './profile-host-list.tsx'
import { WatchForm } from './watch-form.tsx'
import { useWatchList } from './watch-state.ts'
import { WatchedCard } from './watched-card.tsx'
import './watch.css'

/** Opens and closes the proxies through which apps are watched. */
export function WatchDialog() {
  const { backend } = useViewer()
  const { list, refresh } = useWatchList(backend)
  return (
    <Dialog title="Watch an app" onClose={() => closeOverlay('watch')}>
      <div className="dialog-content">
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
    </Dialog>
  )
}
