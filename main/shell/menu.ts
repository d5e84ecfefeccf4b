import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuAction } from '../../shared/desktop.ts'

/** The application menu. `send` hands what concerns the viewer to it; it knows those keys itself, the menu only shows them. */
export function setApplicationMenu(send: (action: MenuAction) => void): void {
  const item = (label: string, action: MenuAction, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(action),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  })
  const isMac = process.platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }

  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('&Clear Log', 'log/clear', 'CmdOrCtrl+Shift+Backspace'),
      item('&Undo Clear', 'log/undo-clear'),
      separator,
      item('&Settings', 'settings/open', 'CmdOrCtrl+,'),
      separator,
      { role: 'close', label: 'Close &Window and Keep Collecting' },
      ...(isMac ? [] : [{ role: 'quit', label: '&Quit', accelerator: 'Ctrl+Q' } as const]),
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      separator,
      item('&Find', 'search/focus', 'CmdOrCtrl+F'),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      item('&All Commands', 'palette/open', 'CmdOrCtrl+K'),
      separator,
      item('&Pause', 'list/pause'),
      item('&Next Error', 'list/next-error', 'F8'),
      item('P&revious Error', 'list/previous-error', 'Shift+F8'),
      separator,
      {
        label: '&Theme',
        submenu: [item('&System', 'theme/system'), item('&Light', 'theme/light'), item('&Dark', 'theme/dark')],
      },
      separator,
      item('Actual &Size', 'zoom/reset', 'CmdOrCtrl+0'),
      item('Zoom &In', 'zoom/in', 'CmdOrCtrl+Plus'),
      item('Zoom &Out', 'zoom/out', 'CmdOrCtrl+-'),
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  }
  const window: MenuItemConstructorOptions = {
    role: 'window',
    submenu: [
      { role: 'minimize' },
      { role: 'zoom' },
      separator,
      item('Always on &Top', 'window/on-top'),
      ...(isMac ? [separator, { role: 'front' } as const] : []),
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      item('&Keyboard Shortcuts', 'help/shortcuts'),
      ...(isMac ? [] : [separator, { label: `&About ${app.name}`, click: () => app.showAboutPanel() }]),
    ],
  }

  const appMenu: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(Menu.buildFromTemplate([...appMenu, file, edit, view, window, help]))
}
