import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Projects } from '../../../main/code/projects.ts'
import { checkProject } from '../../../main/code/root.ts'
import { makeDataDir } from '../../helpers/collector.ts'
import { makeFolder } from './project-folder.ts'

describe('projects', () => {
  test('are kept, with the editor, and forgotten', () => {
    const dataDir = makeDataDir()
    const projects = new Projects(dataDir)
    const shop = { root: '/home/me/shop', mappings: [{ from: '/app', to: '' }] }
    projects.set('shop', shop)
    projects.set('__proto__', { root: '/home/me/odd', mappings: [] })
    projects.editor = { id: 'zed', command: '' }
    const again = new Projects(dataDir)
    expect([again.of('shop'), again.of('__proto__').root, again.editor?.id]).toEqual([shop, '/home/me/odd', 'zed'])
    expect(again.of('constructor')).toEqual({ root: null, mappings: [] })
    again.set('shop', { root: null, mappings: [] })
    expect(new Projects(dataDir).of('shop').root).toBeNull()
    expect(readdirSync(dataDir)).toEqual(['projects.json'])
  })

  test.each(['{', '[]', '{"projects":{"shop":{"root":1,"mappings":[]}},"editor":null}'])(
    'that cannot be read (%s) are set aside, not lost',
    (text) => {
      const dataDir = makeDataDir()
      writeFileSync(join(dataDir, 'projects.json'), text)
      const projects = new Projects(dataDir)
      expect(projects.of('shop').root).toBeNull()
      expect(projects.setAside && readFileSync(projects.setAside.file, 'utf8')).toBe(text)
      expect(existsSync(join(dataDir, 'projects.json'))).toBe(false)
    },
  )
})

describe('the folder of a project', () => {
  test.each([
    ['shop', 'whole path'],
    ['/nowhere/at/all', 'no such folder'],
    ['/', 'further down'],
    [homedir(), 'further down'],
    ['~', 'further down'],
  ])('is not %s', async (root, reason) => {
    await expect(checkProject({ root, mappings: [] })).rejects.toThrow(reason)
  })

  test('is a folder, tidied, and its mappings stay in it', async () => {
    const root = makeFolder({ 'a.txt': 'a' })
    await expect(checkProject({ root: `${root}/a.txt`, mappings: [] })).rejects.toThrow('This is a file')
    await expect(checkProject({ root, mappings: [{ from: '/app', to: 'a/../..' }] })).rejects.toThrow('lead out')
    const mappings = [
      { from: ' /app/ ', to: '/src/' },
      { from: '', to: 'x' },
    ]
    expect(await checkProject({ root: ` ${root}/ `, mappings })).toEqual({
      root,
      mappings: [{ from: '/app', to: 'src' }],
    })
  })
})
