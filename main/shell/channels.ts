import type { MenuAction, ViewerConnection } from '../../shared/desktop.ts'

/** Questions of the window's page to the main process. */
export type DesktopCalls = {
  'desktop/connection': () => ViewerConnection
  'desktop/choose-folder': () => Promise<string | null>
}

/** What the main process tells the window's page of its own accord. */
export type DesktopPushes = {
  'desktop/menu': MenuAction
}
