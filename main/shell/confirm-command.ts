import { BrowserWindow, dialog } from 'electron'

let isAsking = false

/** Shows a command line in a dialog that no page can answer. One at a time: another is refused meanwhile. */
export async function confirmCommand(command: string): Promise<boolean> {
  if (isAsking) return false
  isAsking = true
  const question = {
    type: 'question',
    message: 'Open code with this command from now on?',
    detail: `${command}\n\nTattler runs it each time you open a place in the code. Allow it only if you have just typed it yourself.`,
    buttons: ['Allow', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  } as const
  const window = BrowserWindow.getFocusedWindow()
  try {
    const shown = { ...question, buttons: [...question.buttons] }
    const { response } = await (window ? dialog.showMessageBox(window, shown) : dialog.showMessageBox(shown))
    return response === 0
  } finally {
    isAsking = false
  }
}
