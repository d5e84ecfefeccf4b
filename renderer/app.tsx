import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { EventId } from '../shared/event.ts'
import { SHORTCUTS, useKeyboard } from './keyboard.ts'
import { ListPane } from './list/list-pane.tsx'
import { goToEvent } from './state/actions.ts'
import { toggleTerm } from './state/filter.ts'
import { useLog } from './state/log.ts'
import type { Layout } from './state/settings.ts'
import { setSearch, useView } from './state/view.ts'
import { useViewer } from './state/viewer-context.ts'
import { ConnectionBar } from './toolbar/connection-bar.tsx'
import { FilterBar } from './toolbar/filter-bar.tsx'
import { StatusBar } from './toolbar/status-bar.tsx'
import { useTheme } from './toolbar/theme-switch.tsx'
import { Toolbar } from './toolbar/toolbar.tsx'
import { ShortcutsDialog } from './ui/shortcuts-dialog.tsx'
import { Splitter } from './ui/splitter.tsx'
import { Toasts } from './ui/toasts.tsx'
import { useMediaQuery } from './ui/use-media-query.ts'

/** Apart from the rest, so that the list is painted sooner; fetched as soon as that is done. */
const loadDetailPane = () => import('./detail/detail-pane.tsx').then(({ DetailPane }) => ({ default: DetailPane }))
const DetailPane = lazy(loadDetailPane)

/** In such a window the detail pane stands at the bottom, whatever the user chose. */
const NARROW = '(width < 900px)'

export function App() {
  const viewer = useViewer()
  const searchInput = useRef<HTMLInputElement>(null)
  const shortcutsDialog = useRef<HTMLDialogElement>(null)
  const [rowsPerPage, setRowsPerPage] = useState(10)
  const isNarrow = useMediaQuery(NARROW)
  useTheme()

  const showShortcuts = useCallback(() => shortcutsDialog.current?.showModal(), [])
  const commands = useMemo(
    () => ({ ...viewer, rowsPerPage, showShortcuts, focusList, focusSearch: () => searchInput.current?.select() }),
    [viewer, rowsPerPage, showShortcuts],
  )
  useKeyboard(commands)
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadDetailPane())
    return () => cancelIdleCallback(idle)
  }, [])

  return (
    <div className="app">
      <Toolbar searchInput={searchInput} canChooseLayout={!isNarrow} showShortcuts={showShortcuts} />
      <FilterBar />
      <ConnectionBar />
      <main className="panes">
        <Panes isNarrow={isNarrow} onPageSize={setRowsPerPage} />
      </main>
      <StatusBar />
      <ShortcutsDialog dialog={shortcutsDialog} shortcuts={SHORTCUTS} />
      <Toasts />
    </div>
  )
}

/** The list and, while one is open, the details of an event. */
function Panes({ isNarrow, onPageSize }: { isNarrow: boolean; onPageSize(rows: number): void }) {
  const viewer = useViewer()
  const selection = useLog((log) => log.selection)
  const isDetailOpen = useLog((log) => log.isDetailOpen)
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
      <ListPane onPageSize={onPageSize} />
      {selection && isDetailOpen && (
        <Suspense>
          <DetailPane
            id={selection.id}
            row={selection.row}
            backend={viewer.backend}
            onClose={closeDetail}
            onFilter={addTerm}
            onSelect={(id: EventId) => void goToEvent(viewer, id)}
          />
        </Suspense>
      )}
    </Splitter>
  )
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
