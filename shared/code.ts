import type { CodeLocation } from './event.ts'

/** Where the source code of one instance (one app) lies on this machine. */
export interface Project {
  /** Absolute path of its folder; null until the user has named it. */
  readonly root: string | null
  /** How paths elsewhere, in a container for example, become paths below the root. */
  readonly mappings: readonly PathMapping[]
}

/** A project, and the app it is of. */
export interface AppProject extends Project {
  readonly instance: string
}

export interface PathMapping {
  /** Path that the app reports, with `/` separators: `/var/www/html`. */
  readonly from: string
  /** The same folder below the root, with `/` separators; empty for the root itself. */
  readonly to: string
}

/** A folder that holds files the instance has reported. */
export interface RootSuggestion extends Project {
  readonly root: string
  /** Reported files that exist in it. */
  readonly found: number
  /** Reported files that were looked for. */
  readonly looked: number
}

/** Lines of a file. */
export interface Excerpt {
  /** Number of the first line, from 1. */
  readonly first: number
  readonly lines: readonly string[]
  /** Lines in the whole file. */
  readonly total: number
  /** The file up to the first line, so that its syntax is understood; empty where that would be too long. */
  readonly lead: string
}

export type CodeProblemCode =
  /** The user has not named the project's folder yet. */
  | 'no-root'
  /** The project's folder is not there any more. */
  | 'root-gone'
  | 'not-found'
  /** The path leads out of the project's folder, be it by `..` or by a symbolic link. */
  | 'outside'
  /** Files that hold keys and passwords are not shown. */
  | 'secret'
  /** A folder, a device, a pipe. */
  | 'not-a-file'
  | 'binary'
  | 'too-large'
  | 'no-line'
  | 'unreadable'

/** Why code cannot be shown. */
export interface CodeProblem {
  readonly problem: CodeProblemCode
  /** A sentence for the user; names the path as it was reported, never the absolute one. */
  readonly message: string
}

export const CUSTOM_EDITOR = 'custom'

export interface EditorChoice {
  /** Id of an editor, or `CUSTOM_EDITOR`. */
  readonly id: string
  /** Of a custom editor: its command line, with `{file}`, `{line}` and `{column}`; empty for any other. */
  readonly command: string
}

export interface Editors {
  readonly list: readonly {
    readonly id: string
    readonly name: string
    /** Whether it was found on this machine; those found come first. */
    readonly isFound: boolean
  }[]
  /**
   * Whether a command of the user's own can be named: Tattler's window asks before it is taken. Elsewhere, who may read would be who may
   * run programs.
   */
  readonly takesCommand: boolean
  /** The user's choice on this machine; null before the first. */
  readonly chosen: EditorChoice | null
}

/**
 * A reported path below the project's root, without a leading `/`: `src/Feed.php`. Null when it leads out of the root.
 * A path that begins with the root, or with what a mapping (the longest first) maps, is shortened; any other is taken
 * as relative to the root, as the protocol has it.
 */
export function toProjectPath(file: string, { root, mappings }: Project): string | null {
  const path = toSlashes(file)
  const longestFirst = mappings.toSorted((a, b) => b.from.length - a.from.length)
  for (const { from, to } of longestFirst) {
    const rest = stripFolder(path, from)
    if (rest !== null) return joinInside(`${to}/${rest}`)
  }
  const rest = root === null ? null : stripFolder(path, toSlashes(root))
  return joinInside(rest ?? path)
}

/** How a location is shown: relative to the root where that is known, and otherwise as it was reported. */
export function displayPath(file: string, project: Project): string {
  const path = toProjectPath(file, project)
  return path === null ? file : `/${path}`
}

/** A location as editors and terminals understand it: `/src/Feed.php:88`. */
export function locationText({ file, line }: CodeLocation): string {
  return line === undefined ? file : `${file}:${line}`
}

/** `file://` addresses and Windows paths as plain paths with `/`. */
function toSlashes(file: string): string {
  const path = /^file:\/\//i.test(file) ? decodeFileUrl(file) : file
  return path.replaceAll('\\', '/')
}

function decodeFileUrl(url: string): string {
  const path = url.slice('file://'.length).replace(/^localhost(?=\/)/, '')
  try {
    return decodeURIComponent(path).replace(/^\/(?=[a-z]:)/i, '')
  } catch {
    return path
  }
}

/** What is left of a path below a folder; null when it is not in it. */
function stripFolder(path: string, folder: string): string | null {
  const prefix = folder.replace(/\/+$/, '')
  if (prefix === '') return null
  const isWindows = /^[a-z]:/i.test(prefix)
  const start = path.slice(0, prefix.length)
  const isInside = isWindows ? start.toLowerCase() === prefix.toLowerCase() : start === prefix
  if (!isInside) return null
  const rest = path.slice(prefix.length)
  return rest === '' || rest.startsWith('/') ? rest : null
}

function joinInside(path: string): string | null {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return parts.includes('..') ? null : parts.join('/')
}
