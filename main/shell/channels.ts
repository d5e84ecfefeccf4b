import type { MenuAction, ViewerConnection } from '../../shared/desktop.ts'
import type { EventId } from '../../shared/event.ts'

/** Questions of the window's page to the main process. */
export type DesktopCalls = {
  'desktop/connection': () => Promise<ViewerConnection>
  'desktop/toggle-on-top': () => boolean
  'desktop/choose-folder': () => Promise<string | null>
}

/** What the main process tells the window's page of its own accord. */
export type DesktopPushes = {
  'desktop/menu': MenuAction
  'desktop/select': EventId
}
