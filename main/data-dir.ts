import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the event log and the settings live: `TATTLER_DATA`, or the system's folder for an application's data. */
export function defaultDataDir(): string {
  const { TATTLER_DATA, XDG_DATA_HOME, APPDATA } = process.env
  if (TATTLER_DATA) return TATTLER_DATA
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tattler')
  if (process.platform === 'win32') return join(APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Tattler')
  // An empty variable counts as unset, as the XDG specification says.
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'tattler')
}
