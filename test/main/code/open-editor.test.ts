import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { checkEditor, listEditors, openInEditor } from '../../../main/code/open-editor.ts'
import type { EditorChoice, Project } from '../../../shared/code.ts'
import type { CodeLocation } from '../../../shared/event.ts'
import { until } from '../../helpers/collector.ts'
import { makeFolder } from './project-folder.ts'

const HOSTILE_NAMES = [
  'with space.php',
  `quote'.php`,
  'double".php',
  'semi;touch hacked;.php',
  '$(touch hacked).php',
  '`touch hacked`.php',
  '&& touch hacked.php',
  '| touch hacked.php',
  '-leading.php',
  '--goto=x.php',
  'новый файл 文件.php',
  '%PATH%.php',
  '{line}.php',
  'new\nline.php',
]

let bin: string
let root: string

/** A machine whose PATH is one folder, and a project with every name of the list. */
beforeEach(() => {
  bin = makeFolder({})
  root = makeFolder(Object.fromEntries(HOSTILE_NAMES.map((name) => [`src/${name}`, 'code'])))
  vi.stubEnv('PATH', `${bin}${delimiter}relative`)
  onTestFinished(() => void vi.unstubAllEnvs())
})

/** A program that writes down its arguments. On a slow machine `openInEditor` does not wait for it so long. */
function addProgram(name: string): { args(): Promise<string[]> } {
  const log = join(bin, `${name}.args`)
  writeFileSync(
    join(bin, name),
    `#!${process.execPath}
    const { renameSync, writeFileSync } = require('node:fs')
    writeFileSync(${JSON.stringify(`${log}.new`)}, JSON.stringify(process.argv.slice(2)))
    renameSync(${JSON.stringify(`${log}.new`)}, ${JSON.stringify(log)})`,
  )
  chmodSync(join(bin, name), 0o755)
  return { args: async () => JSON.parse(await until(() => existsSync(log) && readFileSync(log, 'utf8'))) }
}

const open = (location: CodeLocation, choice: EditorChoice | null, project: Project = { root, mappings: [] }) =>
  openInEditor(location, project, choice)
const editor = (id: string): EditorChoice => ({ id, command: '' })
const custom = (command: string): EditorChoice => ({ id: 'custom', command })

describe('opening', () => {
  test.each([
    ['vscode', 'code', (file: string) => ['--goto', `${file}:7:3`]],
    ['phpstorm', 'phpstorm', (file: string) => ['--line', '7', '--column', '3', file]],
    ['sublime', 'subl', (file: string) => [`${file}:7:3`]],
    ['zed', 'zed', (file: string) => [`${file}:7:3`]],
  ])('in %s names file, line and column', async (id, command, expected) => {
    const program = addProgram(command)
    await open({ file: '/src/with space.php', line: 7, positionStart: 3, positionEnd: 9 }, editor(id))
    expect(await program.args()).toEqual(expected(join(root, 'src/with space.php')))
  })

  test('in Vim takes a terminal that keeps arguments apart', async () => {
    const terminal = addProgram('kitty')
    addProgram('vim')
    await open({ file: '/src/with space.php', line: 7 }, editor('vim'))
    const file = join(root, 'src/with space.php')
    expect(await terminal.args()).toEqual(['--', join(bin, 'vim'), '+call cursor(7, 1)', '--', file])
  })

  test.each(HOSTILE_NAMES)('gives the name %j as it is, whole', async (name) => {
    const location = { file: `/src/${name}`, line: 2 }
    const file = join(root, 'src', name)
    const known = addProgram('code')
    await open(location, editor('vscode'))
    expect(await known.args()).toEqual(['--goto', `${file}:2:1`])
    const own = addProgram('own')
    await open(location, custom(`own --at={line} "{file}" '{file}:{line}:{column}'`))
    expect(await own.args()).toEqual(['--at=2', file, `${file}:2:1`])
    expect([root, bin, process.cwd()].filter((folder) => existsSync(join(folder, 'hacked')))).toEqual([])
  })

  test('a place without a line opens at the first', async () => {
    const program = addProgram('code')
    await open({ file: "/src/quote'.php" }, editor('vscode'))
    expect(await program.args()).toEqual(['--goto', `${join(root, "src/quote'.php")}:1:1`])
  })

  test.each(['/../outside.php', '/link.php', '/nothing.php', '/.env'])('never takes %s', async (file) => {
    addProgram('code')
    const outside = makeFolder({ 'outside.php': 'a' })
    symlinkSync(join(outside, 'outside.php'), join(root, 'link.php'))
    writeFileSync(join(root, '.env'), 'SECRET=1')
    await expect(open({ file, line: 1 }, editor('vscode'))).rejects.toThrow(file.replace('/..', ''))
    expect(existsSync(join(bin, 'code.args'))).toBe(false)
  })

  test('needs the project root', async () => {
    addProgram('code')
    await expect(open({ file: '/a' }, editor('vscode'), { root: null, mappings: [] })).rejects.toThrow('folder')
  })

  test('says when nothing was chosen, found, or could be started', async () => {
    const location = { file: '/src/with space.php' }
    await expect(open(location, null)).rejects.toThrow('No editor has been chosen')
    await expect(open(location, editor('zed'))).rejects.toThrow('Zed was not found')
    await expect(open(location, custom('nothing {file}'))).rejects.toThrow('nothing was not found')
    writeFileSync(join(bin, 'failing'), '#!/bin/sh\nexit 3\n', { mode: 0o755 })
    await expect(open(location, custom('failing {file}'))).rejects.toThrow('ended at once with 3')
    writeFileSync(join(bin, 'broken'), '#!/nowhere/at/all\n', { mode: 0o755 })
    await expect(open(location, custom('broken {file}'))).rejects.toThrow('could not be started')
  })
})

describe('choosing', () => {
  test('those of this machine come first', () => {
    addProgram('subl')
    const { list, chosen } = listEditors(null, false)
    expect([list[0], chosen]).toEqual([{ id: 'sublime', name: 'Sublime Text', isFound: true }, null])
    expect(list.map(({ isFound }) => isFound)).toEqual(
      list
        .map(({ isFound }) => isFound)
        .toSorted()
        .reverse(),
    )
    expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(['vscode', 'phpstorm', 'idea', 'zed', 'vim']))
  })

  test.each([
    ['', 'empty'],
    ['my-editor', '{file}'],
    ['my-editor "{file}', 'without its end'],
    ['{file}', 'as a command'],
    ['sh -c "vim {file}"', 'as a command'],
    ['/bin/bash -c "vim {file}"', 'as a command'],
    ['"C:\\Windows\\System32\\cmd.exe" /c {file}', 'as a command'],
    ['env vim {file}', 'as a command'],
  ])('the command line %j is refused', (command, reason) => {
    expect(() => checkEditor(custom(command))).toThrow(reason)
  })

  test('an editor that nobody knows is refused', () => {
    expect(() => checkEditor(editor('nano'))).toThrow('There is no editor nano')
  })
})
