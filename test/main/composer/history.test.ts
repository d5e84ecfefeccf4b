import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { StoredEntry } from '../../../main/composer/composer-file.ts'
import { addToHistory, MOST_ENTRIES } from '../../../main/composer/history.ts'
import { EMPTY_DRAFT, type Outcome } from '../../../shared/composer.ts'
import { makeDataDir, startTestCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'
import { startServer } from './echo-server.ts'

const outcome: Outcome = { kind: 'answered', status: 200, duration: 1, bytes: 2 }
const draftOf = (url: string) => ({ ...EMPTY_DRAFT, url })
const sendAll = (urls: readonly string[], history: readonly StoredEntry[] = []) =>
  urls.reduce(
    (entries: readonly StoredEntry[], url, time) => addToHistory(entries, { draft: draftOf(url), time, outcome }),
    history,
  )

test('the newest comes first, and a request that is sent again moves up with its name', () => {
  const [second, first] = sendAll(['/a', '/b'])
  if (!second || !first) throw new Error('nothing was kept')
  const again = sendAll(['/a'], [second, { ...first, name: 'Mine' }])
  expect(again.map(({ name, draft }) => [name, draft.url])).toEqual([
    ['Mine', '/a'],
    ['', '/b'],
  ])
  expect(again[0]?.id).toBe(first.id)
})

test('the oldest go, but what has a name or a pin stays', () => {
  const [named, pinned] = sendAll(['/pinned', '/named'])
  if (!named || !pinned) throw new Error('nothing was kept')
  const kept = [
    { ...named, name: 'Mine' },
    { ...pinned, isPinned: true },
  ]
  const urls = Array.from({ length: MOST_ENTRIES + 10 }, (_, index) => `/${index}`)
  const history = sendAll(urls, kept)
  expect(history).toHaveLength(MOST_ENTRIES + 2)
  expect(history.slice(-2).map(({ draft }) => draft.url)).toEqual(['/named', '/pinned'])
  expect(history.some(({ draft }) => draft.url === '/9')).toBe(false)
})

test('large bodies do not fill the file', () => {
  const body = { kind: 'text' as const, text: 'x'.repeat(4_000_000), contentType: '' }
  const history = Array.from({ length: 8 }, (_, index) => index).reduce(
    (entries: readonly StoredEntry[], time) =>
      addToHistory(entries, { draft: { ...draftOf(`/${time}`), body }, time, outcome }),
    [],
  )
  expect(history.map(({ draft }) => draft.url)).toEqual(['/7', '/6', '/5', '/4'])
})

test('history and environments outlive a restart in a file that nobody else may read; names and pins can be changed', async () => {
  const server = await startServer((_, response) => void response.end('ok'))
  const collector = await startTestCollector()
  const viewer = await TestViewer.connect(collector)
  const environments = [{ name: 'local', variables: [{ name: 'token', value: 'top-secret' }] }]
  await viewer.request('composer/set-environments', { environments, environment: 'local' })
  const draft = { ...draftOf(`${server.url}/?t={{token}}`), method: 'GET' }
  const { entry } = await viewer.request('composer/send', { run: 1, draft })
  await viewer.request('composer/change', { id: entry?.id ?? '', name: 'Mine', isPinned: true })
  viewer.close()
  await collector.close()

  const file = join(collector.dataDir, 'composer.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  // What was sent is kept as it was written: the value stands at the variable alone.
  expect(readFileSync(file, 'utf8').split('top-secret')).toHaveLength(2)

  const restarted = await startTestCollector({ dataDir: collector.dataDir })
  const again = await TestViewer.connect(restarted)
  const state = await again.request('composer/read', undefined)
  expect(state).toMatchObject({ environments, environment: 'local' })
  expect(state.history).toMatchObject([{ name: 'Mine', isPinned: true, method: 'GET', url: draft.url }])
  expect(await again.request('composer/open', { id: entry?.id ?? '' })).toEqual(draft)
  expect((await again.request('composer/remove', { ids: null })).history).toHaveLength(1)
  expect((await again.request('composer/remove', { ids: [entry?.id ?? ''] })).history).toEqual([])
  await expect(
    again.request('composer/set-environments', {
      environments: [...environments, ...environments],
      environment: null,
    }),
  ).rejects.toThrow('same name')
})

test('what stands in the form outlives a restart in a file that nobody else may read', async () => {
  const first = await startTestCollector()
  const viewer = await TestViewer.connect(first)
  expect(await viewer.request('composer/read-draft', undefined)).toBeNull()
  const kept = { draft: draftOf('http://localhost/{{half'), entry: null, isChanged: true }
  await viewer.request('composer/keep-draft', kept)
  viewer.close()
  await first.close()
  expect(statSync(join(first.dataDir, 'composer-draft.json')).mode & 0o777).toBe(0o600)
  const again = await TestViewer.connect(await startTestCollector({ dataDir: first.dataDir }))
  expect(await again.request('composer/read-draft', undefined)).toEqual(kept)
})

test.each(['composer', 'composer-draft'])('a damaged file is set aside, and told of: %s', async (name) => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, `${name}.json`), '{"history":')
  const collector = await startTestCollector({ dataDir })
  expect(collector.status().notices).toMatchObject([{ code: 'composer-set-aside' }])
  expect(readFileSync(join(dataDir, `${name}.damaged.json`), 'utf8')).toBe('{"history":')
})

test('what does not fit is refused before anything is sent', async () => {
  const viewer = await TestViewer.connect(await startTestCollector())
  const draft = { ...draftOf('http://localhost/'), headers: [{ key: 'a', value: 1, isOn: true }] }
  await expect(viewer.request('composer/send', { run: 1, draft: draft as never })).rejects.toThrow('composer/send')
  await expect(viewer.request('composer/upload', { upload: 'unknown', base64: '' })).rejects.toThrow(
    'choose the file again',
  )
})
