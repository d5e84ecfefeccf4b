import { contextBridge, ipcRenderer } from 'electron'
import type { Desktop } from '../../shared/desktop.ts'
import type { DesktopCalls, DesktopPushes } from './channels.ts'

const desktop: Desktop = {
  connection: () => call('desktop/connection'),
  chooseFolder: () => call('desktop/choose-folder'),
  toggleOnTop: () => call('desktop/toggle-on-top'),
  onSelect: (listener) => subscribe('desktop/select', listener),
  onMenu: (listener) => subscribe('desktop/menu', listener),
}

contextBridge.exposeInMainWorld('tattler', desktop)

function call<C extends keyof DesktopCalls>(channel: C): Promise<Awaited<ReturnType<DesktopCalls[C]>>> {
  return ipcRenderer.invoke(channel)
}

function subscribe<C extends keyof DesktopPushes>(channel: C, listener: (message: DesktopPushes[C]) => void) {
  const forward = (_event: unknown, message: DesktopPushes[C]) => listener(message)
  ipcRenderer.on(channel, forward)
  return () => {
    ipcRenderer.off(channel, forward)
  }
}
