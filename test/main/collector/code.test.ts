import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { logEvent, makeDataDir, postEvents, startTestCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'
import { makeFolder, numbered } from '../code/project-folder.ts'

const instance = 'shop'

/** A collector that knows an app whose events name these files. */
async function collectFrom(...files: readonly string[]) {
  const collector = await startTestCollector()
  const events = files.map((file) => logEvent('a', { calledFrom: { file, line: 1 } }))
  if (events.length > 0) await postEvents(collector, events, { 'x-tattler-app': instance })
  return { collector, viewer: await TestViewer.connect(collector) }
}

describe('viewers', () => {
  test('name the folder of an app once: it is kept for the next start, for this app alone', async () => {
    const root = makeFolder({ 'src/a.php': numbered(9) })
    const { collector, viewer } = await collectFrom()
    const at = { file: '/src/a.php', line: 5, before: 1, after: 1 }
    expect(await viewer.request('code/excerpt', { instance, ...at })).toMatchObject({ problem: 'no-root' })
    const project = { root, mappings: [] }
    expect(await viewer.request('code/set-root', { instance, ...project })).toEqual(project)
    expect(await viewer.request('code/excerpt', { instance, ...at })).toMatchObject({
      lines: ['line 4', 'line 5', 'line 6'],
    })
    expect(await viewer.request('code/excerpt', { instance: 'other', ...at })).toMatchObject({ problem: 'no-root' })

    await collector.close()
    const again = await TestViewer.connect(await startTestCollector({ dataDir: collector.dataDir }))
    expect(await again.request('code/project', { instance })).toEqual(project)
  })

  test('are told what is wrong with a folder or an editor', async () => {
    const { viewer } = await collectFrom()
    const set = (root: string) => viewer.request('code/set-root', { instance, root, mappings: [] })
    await expect(set('/nowhere/at/all')).rejects.toThrow('There is no such folder.')
    await expect(set('/')).rejects.toThrow('further down')
    await expect(viewer.request('code/set-editor', { id: 'custom', command: 'sh -c {file}' })).rejects.toThrow(
      'command',
    )
    await expect(viewer.request('code/open', { instance, location: { file: '/a.php' } })).rejects.toThrow('chosen')
  })

  test('cannot make a command their editor, unless the user allows it outside of any page', async () => {
    const choice = { id: 'custom', command: 'my-editor {file}' }
    const { viewer } = await collectFrom()
    await expect(viewer.request('code/set-editor', choice)).rejects.toThrow('projects.json')
    const asked: string[] = []
    const confirmCommand = async (command: string) => asked.push(command) > 1
    const allowing = await TestViewer.connect(await startTestCollector({ confirmCommand }))
    await expect(allowing.request('code/set-editor', choice)).rejects.toThrow('not allowed')
    expect(await allowing.request('code/editors', undefined)).toMatchObject({ chosen: null, takesCommand: true })
    expect(await allowing.request('code/set-editor', choice)).toMatchObject({ chosen: choice })
    // What is there already needs no question.
    expect(await allowing.request('code/set-editor', choice)).toMatchObject({ chosen: choice })
    expect(asked).toEqual([choice.command, choice.command])
  })

  test('are told of folders in which files exist that events have named', async () => {
    const root = makeFolder({ 'src/Only4712.php': '', 'lib/Deep4712.php': '' })
    const { collector, viewer } = await collectFrom(join(root, 'src/Only4712.php'))
    const stack = `Error: x\n    at run (${join(root, 'lib/Deep4712.php')}:12:5)\n#1 ${root}/src/Only4712.php(7): go()`
    await postEvents(collector, [{ type: 'exception', payload: { message: 'x', stack } }], {
      'x-tattler-app': instance,
    })
    expect((await viewer.request('code/suggest-roots', { instance }))[0]).toEqual({
      root,
      mappings: [],
      found: 2,
      looked: 2,
    })
  })

  test('see code of any app that reports, in any of its ways to write a path', async () => {
    const root = makeFolder({ 'src/a.php': numbered(3) })
    const { viewer } = await collectFrom()
    await viewer.request('code/set-root', { instance, root, mappings: [{ from: '/var/www/html', to: '' }] })
    for (const file of ['/src/a.php', 'src/a.php', `${root}/src/a.php`, '/var/www/html/src/a.php']) {
      const answer = await viewer.request('code/excerpt', { instance, file, line: 1, before: 0, after: 0 })
      expect(answer).toMatchObject({ lines: ['line 1'] })
    }
  })
})

test('what was known of projects and cannot be read is set aside, with a notice', async () => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, 'projects.json'), '{')
  const collector = await startTestCollector({ dataDir })
  expect(collector.status().notices.map(({ code }) => code)).toEqual(['projects-set-aside'])
  expect(existsSync(join(dataDir, 'projects.json'))).toBe(false)
  expect(readFileSync(join(dataDir, 'projects.damaged.json'), 'utf8')).toBe('{')
})
