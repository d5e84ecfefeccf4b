import { readdir, readlink } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { isTooWide } from './root.ts'

/** How far above and below a folder a project's root is looked for. */
const LEVELS_UP = 3
const LEVELS_DOWN = 3
/** Folders looked into below one, and all in all. */
const MOST_BELOW = 400
const MOST_FOLDERS = 3000

/** Never a project's root, and often huge. */
const SKIPPED = new Set([
  'node_modules',
  'vendor',
  'dist',
  'build',
  'target',
  'bower_components',
  '__pycache__',
  'venv',
])

/**
 * Folders of this machine in which an app's code may lie: those its reported paths name, those that processes of this
 * user run in, and the one that Tattler was started in, each with what is near.
 */
export async function listCandidates(files: readonly string[], startFolder: string): Promise<readonly string[]> {
  const folders = new Set<string>()
  for (const file of files) if (isOfThisMachine(file)) addWithParents(folders, dirname(file), Number.POSITIVE_INFINITY)
  const bases = new Set([startFolder, ...(await listWorkingFolders())])
  for (const base of bases) addWithParents(folders, base, LEVELS_UP)
  for (const base of bases) await addBelow(folders, base, isTooWide(base) ? 1 : LEVELS_DOWN)
  return [...folders]
}

/** To look for `\\server\share` would be to sign in to that server, and an event says which. */
function isOfThisMachine(file: string): boolean {
  return isAbsolute(file) && !/^[\\/]{2}/.test(file)
}

function addWithParents(folders: Set<string>, folder: string, levels: number): void {
  let current = folder
  for (let level = 0; level <= levels && !isTooWide(current); level++) {
    folders.add(current)
    const parent = dirname(current)
    if (parent === current) return
    current = parent
  }
}

async function addBelow(folders: Set<string>, folder: string, levels: number): Promise<void> {
  let level = [folder]
  let below = 0
  for (let depth = 0; depth < levels; depth++) {
    const next: string[] = []
    for (const parent of level) {
      for (const child of await listFolders(parent)) {
        if (below++ >= MOST_BELOW || folders.size >= MOST_FOLDERS) return
        folders.add(child)
        next.push(child)
      }
    }
    level = next
  }
}

async function listFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
    .map((entry) => join(folder, entry.name))
}

/** Where processes of this user run; known on Linux only. */
async function listWorkingFolders(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  const names = await readdir('/proc').catch(() => [])
  const links = names
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined))
  const folders = new Set(await Promise.all(links))
  return [...folders].flatMap((folder) => (folder !== undefined && isAbsolute(folder) ? [folder] : []))
}
