import type { EventId } from '../../shared/event.ts'
import type { TreeState } from '../../shared/messages.ts'
import type { EventQuery } from '../../shared/query/query.ts'
import type { Anchor, LiveLog } from './live-log.ts'
import { useLog } from './log.ts'
import { type Screen, useScreen } from './screen.ts'
import { useView } from './view.ts'

/** Where the user is in the log, as far as it is not among the settings. */
export interface Place {
  readonly screen: Screen
  readonly from: EventQuery['from']
  readonly tree: TreeState
  readonly selected: EventId | null
  readonly isDetailOpen: boolean
  /** The row at the top; null while the newest rows are followed. */
  readonly anchor: Anchor | null
}

interface KeptPlace {
  readonly version: number
  /** Whether the page ended as pages do; one that has crashed did not. */
  readonly wasLeft: boolean
  readonly place: Place
}

const KEY = 'tattler-place'
/** Of what is kept: a page of another version does not read it. */
const VERSION = 1
/** From a change to its being kept, ms: what follows close behind is kept with it. */
const REST = 200

/** Keeps in this tab where the user is, for the time after a reload or a crash; `returned` is where that was at first. */
export function keepPlace(liveLog: LiveLog, returned: Place | null): void {
  let anchor = returned?.anchor ?? null
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = (wasLeft: boolean) => {
    clearTimeout(timer)
    timer = undefined
    // Until the rows have come, the list is where it was.
    anchor = useLog.getState().isFollowing ? null : (liveLog.findAnchor() ?? anchor)
    const kept: KeptPlace = { version: VERSION, wasLeft, place: { ...findPlace(), anchor } }
    sessionStorage.setItem(KEY, JSON.stringify(kept))
  }
  const keep = () => {
    timer ??= setTimeout(() => write(false), REST)
  }
  for (const store of [useLog, useView, useScreen]) store.subscribe(keep)
  addEventListener('pagehide', () => write(true))
  keep()
}

/** Goes back to where the user was, if this page was loaded again; null if it was not. */
export function returnToPlace(): { readonly place: Place; readonly hasCrashed: boolean } | null {
  const kept = readKept()
  if (!kept) return null
  const { place, wasLeft } = kept
  const { screen, from, tree, selected, isDetailOpen, anchor } = place
  useScreen.setState({ screen })
  useView.setState(({ filter }) => ({ filter: { ...filter, from }, tree }))
  useLog.setState({
    selection: selected === null ? null : { id: selected, index: 0, row: null },
    isDetailOpen,
    isFollowing: anchor === null,
  })
  return { place, hasCrashed: !wasLeft }
}

function findPlace(): Omit<Place, 'anchor'> {
  const { selection, isDetailOpen } = useLog.getState()
  const { filter, tree } = useView.getState()
  return {
    screen: useScreen.getState().screen,
    from: filter.from,
    tree,
    selected: selection?.id ?? null,
    isDetailOpen,
  }
}

function readKept(): KeptPlace | null {
  const [navigation] = performance.getEntriesByType('navigation')
  if (!(navigation instanceof PerformanceNavigationTiming) || navigation.type !== 'reload') return null
  const kept: KeptPlace | null = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
  return kept?.version === VERSION ? kept : null
}
