import { basename } from 'node:path'
import { CodeError } from './code-error.ts'
import type { EditorTarget } from './editors.ts'

/** These take a command as text, or start what does: the name of a file could become part of a command. */
const SHELLS = new Set(
  'sh bash dash zsh fish ksh csh tcsh ash busybox cmd powershell pwsh wsl env xargs su script ssh osascript'.split(' '),
)

/**
 * Splits the command line of a user's own editor into program and arguments: at spaces, except in single or double
 * quotes. Nothing else has a meaning. Throws a `CodeError` where it cannot be used.
 */
export function splitCommandLine(line: string): readonly [string, ...string[]] {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (const character of line.trim()) {
    if (quote !== null) {
      if (character === quote) quote = null
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== null) throw new CodeError('editor', `The command line has a ${quote} without its end.`)
  if (word !== null) words.push(word)
  const [program, ...args] = words
  if (program === undefined || program === '') throw new CodeError('editor', 'The command line is empty.')
  const name = basename(program.replaceAll('\\', '/'))
    .replace(/\.exe$/i, '')
    .toLowerCase()
  if (SHELLS.has(name) || program.includes('{'))
    throw new CodeError('editor', `${program} could run the name of a file as a command: name the editor itself.`)
  if (!args.some((arg) => arg.includes('{file}')))
    throw new CodeError('editor', 'The command line needs {file} where the path of the file goes.')
  return [program, ...args]
}

/** Puts a place into arguments that were split before, so whatever its path holds stays in its argument. */
export function fillPlaceholders(args: readonly string[], { file, line, column }: EditorTarget): string[] {
  const values: Readonly<Record<string, string>> = { file, line: String(line), column: String(column) }
  return args.map((arg) => arg.replace(/\{(file|line|column)\}/g, (_, name: string) => values[name] ?? ''))
}
