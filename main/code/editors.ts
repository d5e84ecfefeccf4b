import { homedir } from 'node:os'
import { join } from 'node:path'

/** A place to open. */
export interface EditorTarget {
  /** Absolute. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** An editor, as it is found and started. */
export interface Editor {
  readonly id: string
  readonly name: string
  /** Names under which its program may be found in PATH, best first. */
  readonly commands: readonly string[]
  /** Whole paths where installers put it, by platform. */
  readonly places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>>
  /** Arguments of its program. The file is an absolute path, so it is never taken for an option. */
  args(target: EditorTarget): string[]
  /** It needs a terminal to run in. */
  readonly isInTerminal?: true
}

/** A terminal that runs a program with its arguments as they are: no other will do. */
export interface Terminal {
  readonly command: string
  readonly args: readonly string[]
}

const withColons = ({ file, line, column }: EditorTarget) => `${file}:${line}:${column}`
const vscodeArgs = (target: EditorTarget) => ['--goto', withColons(target)]
const macApp = (path: string) => [join('/Applications', path), join(homedir(), 'Applications', path)]
const { LOCALAPPDATA = 'C:\\', ProgramFiles = 'C:\\Program Files' } = process.env
const windowsFolders = [join(LOCALAPPDATA, 'Programs'), ProgramFiles]
const windowsApp = (path: string) => windowsFolders.map((folder) => join(folder, path))

/** In the order in which they are offered. */
export const EDITORS: readonly Editor[] = [
  {
    id: 'vscode',
    name: 'VS Code',
    commands: ['code', 'code-insiders'],
    places: {
      darwin: macApp('Visual Studio Code.app/Contents/Resources/app/bin/code'),
      win32: windowsApp('Microsoft VS Code/Code.exe'),
    },
    args: vscodeArgs,
  },
  {
    id: 'vscodium',
    name: 'VSCodium',
    commands: ['codium'],
    places: {
      darwin: macApp('VSCodium.app/Contents/Resources/app/bin/codium'),
      win32: windowsApp('VSCodium/VSCodium.exe'),
    },
    args: vscodeArgs,
  },
  {
    id: 'cursor',
    name: 'Cursor',
    commands: ['cursor'],
    places: {
      darwin: macApp('Cursor.app/Contents/Resources/app/bin/cursor'),
      win32: windowsApp('cursor/Cursor.exe'),
    },
    args: vscodeArgs,
  },
  jetbrains('phpstorm', 'PhpStorm', 'PhpStorm.app'),
  jetbrains('webstorm', 'WebStorm', 'WebStorm.app'),
  jetbrains('idea', 'IntelliJ IDEA', 'IntelliJ IDEA.app'),
  jetbrains('pycharm', 'PyCharm', 'PyCharm.app'),
  jetbrains('goland', 'GoLand', 'GoLand.app'),
  jetbrains('rubymine', 'RubyMine', 'RubyMine.app'),
  jetbrains('rider', 'Rider', 'Rider.app'),
  {
    id: 'sublime',
    name: 'Sublime Text',
    commands: ['subl'],
    places: {
      darwin: macApp('Sublime Text.app/Contents/SharedSupport/bin/subl'),
      win32: windowsApp('Sublime Text/subl.exe'),
      linux: ['/opt/sublime_text/sublime_text'],
    },
    args: (target) => [withColons(target)],
  },
  {
    id: 'zed',
    name: 'Zed',
    commands: ['zed', 'zeditor'],
    places: { darwin: macApp('Zed.app/Contents/MacOS/cli'), win32: windowsApp('Zed/bin/zed.exe') },
    args: (target) => [withColons(target)],
  },
  {
    id: 'vim',
    name: 'Vim in a terminal',
    commands: ['nvim', 'vim'],
    places: {},
    args: ({ file, line, column }) => [`+call cursor(${line}, ${column})`, '--', file],
    isInTerminal: true,
  },
]

/**
 * Terminals in which an argument stays one argument. Left out are those that put a command line together for a shell, or
 * split it at semicolons.
 */
export const TERMINALS: readonly Terminal[] = [
  { command: 'kitty', args: ['--'] },
  { command: 'wezterm', args: ['start', '--'] },
  { command: 'alacritty', args: ['-e'] },
  { command: 'foot', args: ['--'] },
  { command: 'ptyxis', args: ['--new-window', '--'] },
  { command: 'gnome-terminal', args: ['--'] },
  { command: 'konsole', args: ['-e'] },
  { command: 'xterm', args: ['-e'] },
]

/** They take numbers apart from the file, and are also started by scripts of their Toolbox. */
function jetbrains(command: string, name: string, app: string): Editor {
  const toolbox = '.local/share/JetBrains/Toolbox/scripts'
  return {
    id: command,
    name,
    commands: [command, `${command}64`],
    places: {
      linux: [join(homedir(), toolbox, command)],
      darwin: [
        ...macApp(`${app}/Contents/MacOS/${command}`),
        join(homedir(), 'Library/Application Support/JetBrains/Toolbox/scripts', command),
      ],
      win32: windowsApp(`${name}/bin/${command}64.exe`),
    },
    args: ({ file, line, column }) => ['--line', String(line), '--column', String(column), file],
  }
}
