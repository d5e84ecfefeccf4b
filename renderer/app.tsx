import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { EventId } from '../shared/event.ts'
import type { CommandContext } from './commands/command.ts'
import { useKeyboard } from './commands/keyboard.ts'
import { ListPane } from './list/list-pane.tsx'
import { Palette } from './palette/palette.tsx'
import { goToEvent } from './state/actions.ts'
import { toggleTerm } from './state/filter.ts'
import { useLog } from './state/log.ts'
import { closeOverlay, useOverlay } from './state/overlays.ts'
import { hasEvents, isFiltered, type Screen, useScreen } from './state/screen.ts'
import type { Layout } from './state/settings.ts'
import { useSteadySelection } from './state/use-steady-selection.ts'
import { setSearch, useView } from './state/view.ts'
import { useViewer } from './state/viewer-context.ts'
import { ConnectionBar } from './toolbar/connection-bar.tsx'
import { FilterBar } from './toolbar/filter-bar.tsx'
import { StatusBar } from './toolbar/status-bar.tsx'
import { Toolbar } from './toolbar/toolbar.tsx'
import { DropTarget } from './transfer/drop-target.tsx'
import { TransferBar } from './transfer/transfer-bar.tsx'
import { Dialog } from './ui/dialog.tsx'
import { PartBoundary } from './ui/part-boundary.tsx'
import { Splitter } from './ui/splitter.tsx'
import { Toasts } from './ui/toasts.tsx'
import { useMediaQuery } from './ui/use-media-query.ts'

/**
 * Apart from the rest, so that the list is painted sooner; fetched as soon as that is done. The palette is not among them:
 * who opens it types on at once, and letters must not get lost.
 */
const loadDetailPane = () => import('./detail/detail-pane.tsx').then(({ DetailPane }) => ({ default: DetailPane }))
const DetailPane = lazy(loadDetailPane)
const loadStreamsPane = () => import('./streams/streams-pane.tsx').then(({ StreamsPane }) => ({ default: StreamsPane }))
const StreamsPane = lazy(loadStreamsPane)
const loadComposerPane = () =>
  import('./composer/composer-pane.tsx').then(({ ComposerPane }) => ({ default: ComposerPane }))
const ComposerPane = lazy(loadComposerPane)
const loadConsolePane = () => import('./console/console-pane.tsx').then(({ ConsolePane }) => ({ default: ConsolePane }))
const ConsolePane = lazy(loadConsolePane)
const loadSettings = () =>
  import('./settings/settings-dialog.tsx').then(({ SettingsDialog }) => ({ default: SettingsDialog }))
const SettingsDialog = lazy(loadSettings)
const ShortcutsDialog = lazy(() =>
  import('./commands/shortcuts-dialog.tsx').then(({ ShortcutsDialog }) => ({ default: ShortcutsDialog })),
)
const ConnectDialog = lazy(() =>
  import('./commands/connect-dialog.tsx').then(({ ConnectDialog }) => ({ default: ConnectDialog })),
)

const ForgetDialog = lazy(() =>
  import('./commands/forget-dialog.tsx').then(({ ForgetDialog }) => ({ default: ForgetDialog })),
)
const DoctorDialog = lazy(() =>
  import('./doctor/doctor-dialog.tsx').then(({ DoctorDialog }) => ({ default: DoctorDialog })),
)
const WatchDialog = lazy(() => import('./watch/watch-dialog.tsx').then(({ WatchDialog }) => ({ default: WatchDialog })))

/** In such a window the detail pane stands at the bottom, whatever the user chose. */
const NARROW = '(width < 900px)'

export function App() {
  const viewer = useViewer()
  const searchInput = useRef<HTMLInputElement>(null)
  const [rowsPerPage, setRowsPerPage] = useState(10)
  const isNarrow = useMediaQuery(NARROW)
  const hasFilter = useScreen(({ screen }) => isFiltered(screen))

  const commands = useMemo(
    () => ({ ...viewer, rowsPerPage, focusList, focusSearch: () => searchInput.current?.select() }),
    [viewer, rowsPerPage],
  )
  useKeyboard(commands)
  useEffect(() => {
    const preload = () => loadDetailPane().then(loadStreamsPane).then(loadSettings)
    // What cannot be had now is asked for again, and missed, where it is needed.
    const idle = requestIdleCallback(() => void preload().catch(() => undefined))
    return () => cancelIdleCallback(idle)
  }, [])

  return (
    <div className="app">
      <Toolbar searchInput={searchInput} canChooseLayout={!isNarrow} />
      {hasFilter && <FilterBar />}
      <ConnectionBar />
      <main className="panes">
        <Panes isNarrow={isNarrow} onPageSize={setRowsPerPage} />
      </main>
      <TransferBar />
      <StatusBar />
      <Overlays context={commands} />
      <Toasts />
      <DropTarget />
    </div>
  )
}

/** What lies over the viewer; modal dialogs, of which at most one is open. */
function Overlays({ context }: { context: CommandContext }) {
  const overlay = useOverlay((state) => state.overlay)
  return (
    <PartBoundary
      what={overlay}
      frameFailure={(failure) => (
        <Dialog title="Not shown" onClose={() => overlay && closeOverlay(overlay.kind)}>
          {failure}
        </Dialog>
      )}
    >
      <Suspense>
        {overlay?.kind === 'palette' && <Palette context={context} />}
        {overlay?.kind === 'shortcuts' && <ShortcutsDialog />}
        {overlay?.kind === 'connect' && <ConnectDialog />}
        {overlay?.kind === 'watch' && <WatchDialog />}
        {overlay?.kind === 'doctor' && <DoctorDialog />}
        {overlay?.kind === 'forget' && <ForgetDialog id={overlay.id} summary={overlay.summary} />}
        {overlay?.kind === 'settings' && <SettingsDialog {...overlay} />}
      </Suspense>
    </PartBoundary>
  )
}

/** The list and, while one is open, the details of an event. */
function Panes({ isNarrow, onPageSize }: { isNarrow: boolean; onPageSize(rows: number): void }) {
  const viewer = useViewer()
  const screen = useScreen((state) => state.screen)
  const opened = useSteadySelection(useLog((log) => log.selection))
  const isDetailOpen = useLog((log) => log.isDetailOpen)
  /** Whoever has read more of the log than the list reads it again. */
  const forgotten = useLog((log) => log.forgotten)
  const chosenLayout = useView((view) => view.layout)
  const detailSize = useView((view) => view.detailSize)
  const layout: Layout = isNarrow ? 'bottom' : chosenLayout
  return (
    <Splitter
      side={layout}
      size={detailSize[layout]}
      minimum={layout === 'right' ? 320 : 140}
      rest={layout === 'right' ? 360 : 200}
      label="details"
      onResize={(size) => useView.setState({ detailSize: { ...detailSize, [layout]: size } })}
    >
      {screen.kind === 'events' ? (
        <ListPane onPageSize={onPageSize} />
      ) : (
        <PartBoundary what={screen.kind}>
          <Suspense>
            <OtherPane key={forgotten} screen={screen} onPageSize={onPageSize} />
          </Suspense>
        </PartBoundary>
      )}
      {opened && isDetailOpen && hasEvents(screen) && (
        <PartBoundary what={opened.id}>
          <Suspense>
            <DetailPane
              key={forgotten}
              id={opened.id}
              row={opened.row}
              backend={viewer.backend}
              onClose={closeDetail}
              onFilter={addTerm}
              onSelect={(id: EventId) => void goToEvent(viewer, id)}
            />
          </Suspense>
        </PartBoundary>
      )}
    </Splitter>
  )
}

interface OtherPaneProps {
  readonly screen: Exclude<Screen, { readonly kind: 'events' }>
  onPageSize(rows: number): void
}

/** What may stand in the place of the list. */
function OtherPane({ screen, onPageSize }: OtherPaneProps) {
  if (screen.kind === 'compose') return <ComposerPane />
  if (screen.kind === 'query') return <ConsolePane />
  return <StreamsPane screen={screen} onPageSize={onPageSize} />
}

function closeDetail() {
  useLog.setState({ isDetailOpen: false })
  focusList()
}

function focusList() {
  document.querySelector<HTMLElement>('[role=grid]')?.focus()
}

function addTerm(term: string) {
  setSearch(toggleTerm(useView.getState().filter.search, term))
}
