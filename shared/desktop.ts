import type { EventId } from './event.ts'

/** Where the viewer's socket is, and the key to it. */
export interface ViewerConnection {
  /** Like `ws://127.0.0.1:7357/viewer`. */
  readonly url: string
  readonly token: string
}

/** Commands of the viewer that the application menu offers, by their ids. */
export const MENU_ACTIONS = [
  'log/clear',
  'log/undo-clear',
  'search/focus',
  'list/pause',
  'list/next-error',
  'list/previous-error',
  'theme/system',
  'theme/light',
  'theme/dark',
  'zoom/in',
  'zoom/out',
  'zoom/reset',
  'window/on-top',
  'palette/open',
  'settings/open',
  'help/shortcuts',
] as const
export type MenuAction = (typeof MENU_ACTIONS)[number]

/** What the desktop window adds to the page, as `window.tattler`; undefined in a browser. */
export interface Desktop {
  /** Ask again before each connect: the collector may have restarted on another port. */
  connection(): Promise<ViewerConnection>
  /** Lets the user choose a folder in the system's own dialog; null when they did not. */
  chooseFolder(): Promise<string | null>
  /** Keeps the window above all others, or no longer; tells which of them it is now. */
  toggleOnTop(): Promise<boolean>
  /** Calls `listener` with the event of a notification that was clicked. */
  onSelect(listener: (event: EventId) => void): () => void
  /** Calls `listener` for each menu item that concerns the viewer, until the returned function is called. */
  onMenu(listener: (action: MenuAction) => void): () => void
}
