import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { type CodeProblem, type CodeProblemCode, displayPath, type Project, toProjectPath } from '../../shared/code.ts'

/** Names of files, and of folders on the way to them, that hold keys and passwords. */
const SECRET_FILE =
  /^(\.env(\..*)?|.*\.env|\.(npmrc|netrc|pgpass|htpasswd|pypirc|git-credentials)|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|jks|keystore|kdbx))$/i
const SECRET_FOLDER = /^\.(git|hg|svn|ssh|aws|gnupg|kube)$/i
/** Windows keeps these names for devices, in every folder and with any ending; after a colon comes another stream. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[:*?"<>|]/i

const MESSAGES: Record<CodeProblemCode, (path: string) => string> = {
  'no-root': (path) => `${path} cannot be looked for before the folder of its project is known.`,
  'root-gone': () => 'The folder of this project is not there any more.',
  'not-found': (path) => `${path} is not in the folder of its project.`,
  outside: (path) => `${path} leads out of the folder of its project.`,
  secret: (path) => `${path} may hold keys or passwords, so it is not shown.`,
  'not-a-file': (path) => `${path} is not a file.`,
  binary: (path) => `${path} is not text.`,
  'too-large': (path) => `${path} is larger than 5 MB.`,
  'no-line': (path) => `${path} has fewer lines: it must have changed since.`,
  unreadable: (path) => `${path} may not be read.`,
}

export function describeProblem(problem: CodeProblemCode, file: string, project: Project): CodeProblem {
  return { problem, message: MESSAGES[problem](displayPath(file, project)) }
}

/** A file that may be shown. */
export interface LocatedFile {
  /** Absolute, with symbolic links resolved. */
  readonly path: string
  /** Bytes. */
  readonly size: number
}

/** Finds a reported file below the project's root, wherever symbolic links lead on the way; nothing else is touched. */
export async function locateFile(file: string, project: Project): Promise<LocatedFile | CodeProblemCode> {
  if (project.root === null) return 'no-root'
  const path = toProjectPath(file, project)
  if (path === null || path.includes('\0')) return 'outside'
  if (process.platform === 'win32' && path.split('/').some((part) => WINDOWS_DEVICE.test(part))) return 'outside'
  if (isSecret(path)) return 'secret'
  const root = await realpath(project.root).catch(() => null)
  if (root === null) return 'root-gone'
  try {
    const real = await realpath(join(root, ...path.split('/')))
    const inside = relative(root, real)
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return 'outside'
    if (isSecret(inside.replaceAll(sep, '/'))) return 'secret'
    const found = await stat(real)
    return found.isFile() ? { path: real, size: found.size } : 'not-a-file'
  } catch (error) {
    return problemOf(error)
  }
}

export function problemOf(error: unknown): CodeProblemCode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'not-found'
}

function isSecret(path: string): boolean {
  const folders = path.split('/')
  const name = folders.pop() ?? ''
  return SECRET_FILE.test(name) || folders.some((folder) => SECRET_FOLDER.test(folder))
}
