import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExcerpt } from '../../../main/code/excerpt.ts'
import type { Excerpt, Project } from '../../../shared/code.ts'
import { makeFolder, numbered } from './project-folder.ts'

const at = (root: string | null): Project => ({ root, mappings: [] })

/** Three lines to either side, as a viewer asks at first. */
const read = (root: string | null, file: string, line = 1) => readExcerpt(file, { line, before: 3, after: 3 }, at(root))

const problem = async (root: string | null, file: string, line = 1) => {
  const answer = await read(root, file, line)
  return 'problem' in answer ? answer.problem : answer.lines
}

describe('an excerpt', () => {
  test('C18: is found by a path with slashes, whatever the system has', async () => {
    const root = makeFolder({ 'src/Http/A.php': numbered(3) })
    expect(await problem(root, '/src/Http/A.php')).toEqual(['line 1', 'line 2', 'line 3'])
    expect(await problem(root, '\\src\\Http\\A.php')).toEqual(['line 1', 'line 2', 'line 3'])
  })

  test('C19: needs the project root', async () => {
    expect(await problem(null, '/src/A.php')).toBe('no-root')
    expect(await problem('/nowhere/at/all', '/src/A.php')).toBe('root-gone')
  })

  test('C20: a problem names the path below the root alone', async () => {
    const root = makeFolder({})
    const answer = await readExcerpt(`${root}/src/A.php`, { line: 1, before: 3, after: 3 }, at(root))
    expect(answer).toEqual({ problem: 'not-found', message: '/src/A.php is not in the folder of its project.' })
  })

  test('C21: is three lines to either side, and the file stays as it is', async () => {
    const root = makeFolder({ 'a.txt': numbered(100) })
    const before = statSync(join(root, 'a.txt'))
    const lead = `${numbered(46)}\n`
    const lines = [47, 48, 49, 50, 51, 52, 53].map((line) => `line ${line}`)
    expect(await read(root, '/a.txt', 50)).toEqual({ first: 47, lines, total: 100, lead })
    const after = statSync(join(root, 'a.txt'))
    expect([after.mtimeMs, after.size, readdirSync(root)]).toEqual([before.mtimeMs, before.size, ['a.txt']])
  })

  test('ends where the file ends', async () => {
    const root = makeFolder({ 'a.txt': `${numbered(5)}\n`, 'empty.txt': '' })
    expect(await read(root, '/a.txt', 1)).toMatchObject({ first: 1, total: 5, lead: '' })
    expect(await problem(root, '/a.txt', 5)).toEqual(['line 2', 'line 3', 'line 4', 'line 5'])
    expect(await problem(root, '/a.txt', 6)).toBe('no-line')
    expect(await problem(root, '/a.txt', 0)).toBe('no-line')
    expect(await problem(root, '/a.txt', -1)).toBe('no-line')
    expect(await problem(root, '/empty.txt', 1)).toEqual([''])
  })

  test('C26: has as many lines above and below as are asked for', async () => {
    const root = makeFolder({ 'a.txt': numbered(100) })
    const answer = (await readExcerpt('/a.txt', { line: 50, before: 23, after: 43 }, at(root))) as Excerpt
    expect([answer.first, answer.lines.length, answer.lines.at(-1)]).toEqual([27, 67, 'line 93'])
  })

  test('reads any line ends, a byte order mark, and old encodings', async () => {
    const root = makeFolder({
      'crlf.txt': 'a\r\nb\r\nc',
      'mac.txt': 'a\rb',
      'bom.txt': '\ufeffa\nb',
      'latin.txt': Buffer.from('caf\xe9', 'latin1'),
    })
    expect(await problem(root, '/crlf.txt')).toEqual(['a', 'b', 'c'])
    expect(await problem(root, '/mac.txt')).toEqual(['a', 'b'])
    expect(await problem(root, '/bom.txt')).toEqual(['a', 'b'])
    expect(await problem(root, '/latin.txt')).toEqual(['café'])
  })

  test('cuts a line that no one reads, and leaves out a lead that would be too long', async () => {
    const root = makeFolder({ 'min.js': 'x'.repeat(20_000), 'long.txt': `${'y'.repeat(300_000)}\nb\nc\nd\ne\nf` })
    const [line = ''] = ((await read(root, '/min.js')) as Excerpt).lines
    expect([line.length, line.endsWith('x…')]).toEqual([10_000, true])
    expect(await read(root, '/long.txt', 6)).toMatchObject({ first: 3, lead: '' })
  })

  test.each([
    ['binary', 'a.bin', Buffer.from([65, 0, 66])],
    ['too-large', 'large.txt', 'x'.repeat(5_000_001)],
  ])('is not made of a file that is %s', async (reason, name, content) => {
    expect(await problem(makeFolder({ [name]: content }), `/${name}`)).toBe(reason)
  })

  test('is not made of folders, pipes and devices', async () => {
    const root = makeFolder({ 'src/a.txt': 'a' })
    expect(await problem(root, '/src')).toBe('not-a-file')
    expect(await problem(root, '/')).toBe('not-a-file')
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect(await problem(root, '/pipe')).toBe('not-a-file')
    expect(await problem('/dev', '/null')).toBe('not-a-file')
  })

  test('of a file that may not be read says so', async () => {
    const root = makeFolder({ 'closed/a.txt': 'a' })
    chmodSync(join(root, 'closed'), 0)
    // Root may read everything.
    const expected = process.getuid?.() === 0 ? ['a'] : 'unreadable'
    expect(await problem(root, '/closed/a.txt')).toEqual(expected)
    chmodSync(join(root, 'closed'), 0o700)
  })
})

describe('no path leads out of the root', () => {
  const setUp = () => {
    const folder = makeFolder({ 'outside/secret.txt': 'secret', 'root/src/a.txt': 'inside' })
    return { root: join(folder, 'root'), outside: join(folder, 'outside') }
  }

  test.each([
    '/../outside/secret.txt',
    '../outside/secret.txt',
    '/src/../../outside/secret.txt',
    '\\..\\outside\\secret.txt',
  ])('not %s', async (file) => expect(await problem(setUp().root, file)).toBe('outside'))

  test('not an absolute path, nor an address', async () => {
    const { root, outside } = setUp()
    for (const file of [`${outside}/secret.txt`, `file://${outside}/secret.txt`, '/etc/passwd', 'file:///etc/passwd'])
      expect(await problem(root, file)).toBe('not-found')
    expect(await problem(root, 'file:///src/%2e%2e/%2e%2e/outside/secret.txt')).toBe('outside')
    expect(await problem(root, '/src/a.txt\0.php')).toBe('outside')
  })

  test('not a symbolic link to a file, to a folder, or to a link', async () => {
    const { root, outside } = setUp()
    symlinkSync(join(outside, 'secret.txt'), join(root, 'file.txt'))
    symlinkSync('../outside', join(root, 'folder'))
    symlinkSync('folder', join(root, 'twice'))
    for (const file of ['/file.txt', '/folder/secret.txt', '/twice/secret.txt'])
      expect(await problem(root, file)).toBe('outside')
  })

  test('not a folder whose name begins like the root', async () => {
    const { root } = setUp()
    mkdirSync(`${root}-other`)
    symlinkSync(`${root}-other`, join(root, 'other'))
    expect(await problem(root, '/other')).toBe('outside')
  })

  test('a link that stays inside is followed, and the root may be a link itself', async () => {
    const { root } = setUp()
    symlinkSync('src', join(root, 'code'))
    symlinkSync(root, `${root}-link`)
    expect(await problem(`${root}-link`, '/code/a.txt')).toEqual(['inside'])
  })

  test('not a mapping', async () => {
    const { root } = setUp()
    const mapped: Project = { root, mappings: [{ from: '/var/www', to: '../outside' }] }
    const answer = await readExcerpt('/var/www/secret.txt', { line: 1, before: 0, after: 0 }, mapped)
    expect(answer).toMatchObject({ problem: 'outside' })
  })
})

describe('keys and passwords are not shown', () => {
  const names = [
    '.env',
    '.env.local',
    'prod.env',
    '.npmrc',
    'config/id_rsa',
    'tls/server.key',
    '.git/config',
    '.ssh/known',
  ]
  test.each(names)('not %s', async (name) => {
    expect(await problem(makeFolder({ [name]: 'SECRET=1' }), `/${name}`)).toBe('secret')
  })

  test('not by a link with another name', async () => {
    const root = makeFolder({ '.env': 'SECRET=1' })
    symlinkSync('.env', join(root, 'settings.php'))
    expect(await problem(root, '/settings.php')).toBe('secret')
  })

  test('code that reads them is', async () => {
    const root = makeFolder({ 'src/env.ts': 'a', 'src/keyboard.ts': 'a', 'src/Environment.php': 'a' })
    for (const file of ['/src/env.ts', '/src/keyboard.ts', '/src/Environment.php'])
      expect(await problem(root, file)).toEqual(['a'])
  })
})
