import { create } from 'zustand'
import type { StreamKey } from '../../shared/stream.ts'
import { useLog } from './log.ts'

/** What stands in the place of the list; `from` is where the way back leads. */
export type Screen =
  | { readonly kind: 'events' }
  | { readonly kind: 'requests' }
  | { readonly kind: 'compose' }
  | { readonly kind: 'query' }
  | { readonly kind: 'waterfall'; readonly stream: StreamKey; readonly from: Screen }
  | { readonly kind: 'comparison'; readonly left: StreamKey; readonly right: StreamKey; readonly from: Screen }

export const useScreen = create<{ readonly screen: Screen }>(() => ({ screen: { kind: 'events' } }))

export function showScreen(screen: Screen): void {
  useScreen.setState({ screen })
}

/** Whether events are on screen, of which one may be selected and its details open. */
export function hasEvents({ kind }: Screen): boolean {
  return kind === 'events' || kind === 'waterfall'
}

/** Whether what is on screen follows the filter. */
export function isFiltered({ kind }: Screen): boolean {
  return kind !== 'compose' && kind !== 'query'
}

/** Opens the waterfall of a stream, from wherever the user is. An event of another stream is no longer selected. */
export function openWaterfall(stream: StreamKey): void {
  useScreen.setState(({ screen: from }) => ({ screen: { kind: 'waterfall', stream, from } }))
  const { selection } = useLog.getState()
  if (selection?.row && !isSameStream(selection.row, stream)) useLog.setState({ selection: null })
}

/** Compares two streams; the first stands on the left. */
export function compareWith(left: StreamKey, right: StreamKey): void {
  useScreen.setState(({ screen: from }) => ({ screen: { kind: 'comparison', left, right, from } }))
}

/** Back to where the screen was opened from. */
export function goBack(): void {
  useScreen.setState(({ screen }) => ({ screen: 'from' in screen ? screen.from : screen }))
}

/** The list at the bottom of the way back. */
export function findHome(screen: Screen): Exclude<Screen, { readonly from: Screen }>['kind'] {
  return 'from' in screen ? findHome(screen.from) : screen.kind
}

export function isSameStream(a: StreamKey | null, b: StreamKey | null): boolean {
  return a?.instance === b?.instance && a?.stream === b?.stream
}
