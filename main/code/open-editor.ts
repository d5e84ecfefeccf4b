import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CUSTOM_EDITOR, type EditorChoice, type Editors, type Project } from '../../shared/code.ts'
import type { CodeLocation } from '../../shared/event.ts'
import { CodeError } from './code-error.ts'
import { fillPlaceholders, splitCommandLine } from './command-line.ts'
import { EDITORS, type Editor, type EditorTarget, TERMINALS } from './editors.ts'
import { findProgram } from './find-program.ts'
import { describeProblem, locateFile } from './locate.ts'

/** An editor that is there this long after its start has come up. ms. */
const PATIENCE = 1500

/** Shows the user a command line, outside of any page; resolves with whether it may be run from now on. */
export type ConfirmCommand = (command: string) => Promise<boolean>

/** Editors to choose from, those of this machine first. */
export function listEditors(chosen: EditorChoice | null, takesCommand: boolean): Editors {
  const list = EDITORS.map((editor) => ({
    id: editor.id,
    name: editor.name,
    isFound: findCommand(editor) !== undefined,
  }))
  return {
    list: [...list.filter(({ isFound }) => isFound), ...list.filter(({ isFound }) => !isFound)],
    takesCommand,
    chosen,
  }
}

/** Throws a `CodeError` where the choice cannot be used. */
export function checkEditor({ id, command }: EditorChoice): EditorChoice {
  if (id === CUSTOM_EDITOR) {
    splitCommandLine(command)
    return { id, command: command.trim() }
  }
  if (!EDITORS.some((editor) => editor.id === id)) throw new CodeError('editor', `There is no editor ${id}.`)
  return { id, command: '' }
}

/**
 * Like `checkEditor`, and asks the user for a command that is not the one chosen so far. Throws a `CodeError` where it is refused,
 * and where nobody can be asked.
 */
export async function confirmEditor(
  given: EditorChoice,
  chosen: EditorChoice | null,
  confirm: ConfirmCommand | undefined,
): Promise<EditorChoice> {
  const choice = checkEditor(given)
  if (choice.id !== CUSTOM_EDITOR || (chosen?.id === CUSTOM_EDITOR && chosen.command === choice.command)) return choice
  if (!confirm) {
    throw new CodeError(
      'editor',
      'A command of your own can be named in Tattler’s window, or by hand in projects.json while Tattler is closed.',
    )
  }
  if (!(await confirm(choice.command))) throw new CodeError('editor', 'The command was not allowed.')
  return choice
}

/**
 * Opens a reported place in an editor: a program with arguments, no shell. Only files below the project's root are opened.
 * Throws a `CodeError` that says what went wrong.
 */
export async function openInEditor(
  location: CodeLocation,
  project: Project,
  choice: EditorChoice | null,
): Promise<void> {
  if (!choice) throw new CodeError('editor', 'No editor has been chosen yet.')
  const located = await locateFile(location.file, project)
  if (typeof located === 'string')
    throw new CodeError('location', describeProblem(located, location.file, project).message)
  const target: EditorTarget = {
    file: located.path,
    line: Math.max(1, location.line ?? 1),
    column: Math.max(1, location.positionStart ?? 1),
  }
  const [program, ...args] = commandFor(choice, target)
  await start(program, args, project.root ?? undefined)
}

function commandFor(choice: EditorChoice, target: EditorTarget): readonly [string, ...string[]] {
  if (choice.id === CUSTOM_EDITOR) {
    const [command, ...args] = splitCommandLine(choice.command)
    const program = findProgram(command)
    if (program === undefined) throw new CodeError('editor', `${command} was not found on this machine.`)
    return [program, ...fillPlaceholders(args, target)]
  }
  const editor = EDITORS.find(({ id }) => id === choice.id)
  const found = editor && findCommand(editor)
  if (!found) throw new CodeError('editor', `${editor?.name ?? choice.id} was not found on this machine.`)
  return [...found, ...editor.args(target)]
}

/** The program of an editor, behind that of a terminal where it needs one. */
function findCommand(editor: Editor): readonly [string, ...string[]] | undefined {
  const program =
    editor.commands.map(findProgram).find((path) => path !== undefined) ??
    editor.places[process.platform]?.find((path) => existsSync(path))
  if (program === undefined) return undefined
  if (!editor.isInTerminal) return [program]
  for (const { command, args } of TERMINALS) {
    const terminal = findProgram(command)
    if (terminal !== undefined) return [terminal, ...args, program]
  }
  return undefined
}

/** Resolves once the program runs, or has done its work; rejects when it cannot be started or fails at once. */
function start(program: string, args: readonly string[], folder: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      shell: false,
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
    })
    const timer = setTimeout(resolve, PATIENCE)
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(new CodeError('editor', `The editor could not be started: ${error.message}.`, { cause: error }))
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve()
      else reject(new CodeError('editor', `The editor ended at once with ${code ?? signal}.`))
    })
    child.unref()
  })
}
