import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'

/** A program started from a dock or menu has a short PATH; these are where people's tools are. */
const USUAL_FOLDERS =
  process.platform === 'win32'
    ? []
    : [
        '/usr/local/bin',
        '/opt/homebrew/bin',
        '/usr/bin',
        '/snap/bin',
        '/var/lib/flatpak/exports/bin',
        join(homedir(), '.local/bin'),
      ]

/**
 * Whole path of a program that can be started without a shell; undefined where there is none. On Windows that leaves out
 * scripts (`.cmd`, `.bat`): only a shell runs those.
 */
export function findProgram(command: string): string | undefined {
  const name = process.platform === 'win32' && !/\.exe$/i.test(command) ? `${command}.exe` : command
  if (isAbsolute(name)) return isProgram(name) ? name : undefined
  if (/[/\\]/.test(name)) return undefined
  // A relative folder in PATH would depend on where Tattler was started.
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(isAbsolute), ...USUAL_FOLDERS]
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
