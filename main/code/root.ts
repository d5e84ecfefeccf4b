import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Project } from '../../shared/code.ts'
import { CodeError } from './code-error.ts'

/**
 * A project as the user states it, made ready to be kept: `~` stands for the home folder, ends of paths are tidied.
 * Throws a `CodeError` where the folder cannot be a project's.
 */
export async function checkProject({ root, mappings }: Project): Promise<Project> {
  if (root === null) return { root, mappings: [] }
  const folder = expandHome(root.trim())
  if (!isAbsolute(folder)) throw new CodeError('root', 'The folder must be a whole path, like /home/me/shop.')
  const path = resolve(folder)
  if (isTooWide(path)) throw new CodeError('root', 'This is not the folder of one project: choose one further down.')
  const found = await stat(path).catch(() => null)
  if (!found) throw new CodeError('root', 'There is no such folder.')
  if (!found.isDirectory()) throw new CodeError('root', 'This is a file: choose the folder it is in.')
  return { root: path, mappings: mappings.map(tidyMapping).filter(({ from }) => from !== '') }
}

/** The file system's root, the home folder and what is above it hold more than a project. */
export function isTooWide(path: string): boolean {
  const toHome = relative(path, homedir())
  return !toHome.startsWith('..') && !isAbsolute(toHome)
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') || path.startsWith(`~${sep}`) ? join(homedir(), path.slice(1)) : path
}

function tidyMapping({ from, to }: Project['mappings'][number]): Project['mappings'][number] {
  const below = to
    .trim()
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  if (below.includes('..')) throw new CodeError('root', 'A mapping cannot lead out of the folder of the project.')
  return { from: from.trim().replaceAll('\\', '/').replace(/\/+$/, ''), to: below.join('/') }
}
