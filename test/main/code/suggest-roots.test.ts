import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listCandidates } from '../../../main/code/candidate-folders.ts'
import { suggestRoots } from '../../../main/code/suggest-roots.ts'
import { makeFolder } from './project-folder.ts'

const NONE = { root: null, mappings: [] }
const SHOP = { 'shop/src/Feed.php': '', 'shop/src/Http/Kernel.php': '', 'shop/public/index.php': '', 'other/a.php': '' }
const FILES = ['/src/Feed.php', '/src/Http/Kernel.php', '/src/Gone.php']

describe('a folder is suggested', () => {
  test('below the one Tattler was started in, with the number of files found', async () => {
    const start = makeFolder(SHOP)
    expect((await suggestRoots(FILES, NONE, start))[0]).toEqual({
      root: join(start, 'shop'),
      mappings: [],
      found: 2,
      looked: 3,
    })
  })

  test('but never one on another machine that an event names: to look there is to sign in', async () => {
    const start = makeFolder({})
    const candidates = await listCandidates(['//another4714/share/shop/a.php', '/elsewhere/shop/a.php'], start)
    expect(candidates).toContain('/elsewhere/shop')
    expect(candidates.filter((folder) => folder.includes('another4714'))).toEqual([])
  })

  test('above the one Tattler was started in', async () => {
    const start = join(makeFolder(SHOP), 'shop', 'public')
    expect((await suggestRoots(FILES, NONE, start))[0]?.root).toBe(join(start, '..'))
  })

  test.runIf(process.platform === 'linux')('where a process of the user runs', async () => {
    const folder = makeFolder({ 'shop/src/OnlyHere4711.php': '', 'shop/public/index.php': '' })
    const child = spawn('sleep', ['60'], { cwd: join(folder, 'shop', 'public'), stdio: 'ignore' })
    onTestFinished(() => void child.kill())
    await once(child, 'spawn')
    const [best] = await suggestRoots(['/src/OnlyHere4711.php'], NONE, makeFolder({}))
    expect(best?.root).toBe(join(folder, 'shop'))
  })

  test('that absolute paths of events name', async () => {
    const root = join(makeFolder(SHOP), 'shop')
    const files = [join(root, 'src/Feed.php'), join(root, 'public/index.php')]
    const [best] = await suggestRoots(files, NONE, makeFolder({}))
    expect(best).toEqual({ root, mappings: [], found: 2, looked: 2 })
  })

  test('as the project around such paths, where one is marked', async () => {
    const root = makeFolder({ 'composer.json': '{}', 'src/Http/Kernel.php': '', 'src/Http/Feed.php': '' })
    const files = [join(root, 'src/Http/Kernel.php'), join(root, 'src/Http/Feed.php')]
    expect((await suggestRoots(files, NONE, makeFolder({})))[0]?.root).toBe(root)
  })

  test('with the mapping of a container whose paths end like files in it', async () => {
    const start = makeFolder(SHOP)
    const files = ['/var/www/html/src/Feed.php', '/var/www/html/public/index.php', '/usr/lib/php/x.php']
    const [best] = await suggestRoots(files, NONE, start)
    expect(best).toEqual({
      root: join(start, 'shop'),
      mappings: [{ from: '/var/www/html', to: '' }],
      found: 2,
      looked: 3,
    })
  })

  test('once: not with the folders above and below it', async () => {
    const start = makeFolder(SHOP)
    const roots = (await suggestRoots(FILES, NONE, start)).map(({ root }) => root)
    expect(roots.filter((root) => root.startsWith(start))).toEqual([join(start, 'shop')])
  })

  test('only if a reported file is in it', async () => {
    expect(await suggestRoots(['/no/such/file-4711.php'], NONE, makeFolder(SHOP))).toEqual([])
    expect(await suggestRoots([], NONE, makeFolder(SHOP))).toEqual([])
    expect(await suggestRoots(['/var/www/html/index.php'], NONE, makeFolder({ 'index.php': '' }))).toEqual([])
  })
})
