import { BrowserWindow, dialog } from 'electron'

/** Lets the user choose a folder; null when they did not. */
export async function chooseFolder(): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow()
  const options = { properties: ['openDirectory' as const] }
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return filePaths[0] ?? null
}
