import { type BrowserWindow, dialog, shell } from 'electron'

const PROTOCOLS = new Set(['http:', 'https:', 'mailto:'])

/** Asks, showing the whole address, then opens it in the browser. Other addresses than web and mail are ignored. */
export async function askToOpen(window: BrowserWindow, address: string): Promise<void> {
  if (!URL.canParse(address)) return
  // The parsed form: what is shown is what is opened, with look-alike letters in the host as punycode.
  const { href, protocol } = new URL(address)
  if (!PROTOCOLS.has(protocol)) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Open this link outside Tattler?',
    detail: href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await shell.openExternal(href)
}
