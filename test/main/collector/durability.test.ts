import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../main/settings.ts'
import { ALL, logEvent, makeDataDir, postEvents, queryLog, startTestCollector, until } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const messages = (count: number, from = 1) => Array.from({ length: count }, (_, n) => logEvent(`m${n + from}`))

describe('a restart', () => {
  test('loses nothing, and ids and sequences go on', async () => {
    const first = await startTestCollector()
    await postEvents(first, messages(3))
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    const { body } = await postEvents(second, [logEvent('m4')])
    expect(body.lastId).toBe(4)
    const { events } = await queryLog(second, ALL)
    expect(events?.map((event) => [event.id, event.sequence_number, event.summary])).toEqual([
      ['1', 1, 'm1'],
      ['2', 2, 'm2'],
      ['3', 3, 'm3'],
      ['4', 4, 'm4'],
    ])
  })

  test('never gives an id twice, even when all events were cleared before', async () => {
    const first = await startTestCollector()
    await postEvents(first, messages(5))
    await (await TestViewer.connect(first)).request('log/clear', undefined)
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    expect((await postEvents(second, logEvent('next'))).body.lastId).toBe(6)
    expect((await queryLog(second, ALL)).total).toBe(1)
  })
})

describe('clear and undo', () => {
  test('clear takes everything but pinned events away, undo brings it back with what came since', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, messages(5))
    const viewer = await TestViewer.connect(collector)
    await viewer.open()
    await viewer.request('event/pin', { id: 2, note: '' })
    const cleared = await viewer.request('log/clear', undefined)
    expect(cleared).toMatchObject({ count: 4 })
    expect((await viewer.next('view/reset')).tail.rows).toMatchObject([{ summary: 'm2', pinned: true }])
    expect(collector.status().undoUntil).toBe(cleared.undoUntil)

    await postEvents(collector, logEvent('since'))
    await viewer.request('log/undo-clear', undefined)
    const reset = await viewer.next('view/reset', (message) => message.rows === 6)
    expect(reset.tail.rows.map((row) => [row.id, row.summary])).toEqual([
      [1, 'm1'],
      [2, 'm2'],
      [3, 'm3'],
      [4, 'm4'],
      [5, 'm5'],
      [6, 'since'],
    ])
    expect(collector.status().undoUntil).toBeNull()
    await expect(viewer.request('log/undo-clear', undefined)).rejects.toThrow(/nothing to undo/)
  })

  test('a note keeps its event through clear and restart, and is found', async () => {
    const first = await startTestCollector()
    await postEvents(first, messages(3))
    await (await TestViewer.connect(first)).request('event/pin', { id: 2, note: 'Look here' })
    await (await TestViewer.connect(first)).request('log/clear', undefined)
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    const viewer = await TestViewer.connect(second)
    const { tail } = await viewer.open({ where: [{ field: 'note', operator: 'contains', value: 'Look' }] })
    expect(tail.rows).toMatchObject([{ id: 2, pinned: true, note: 'Look here' }])
    await viewer.request('event/pin', { id: 2, note: null })
    expect(await viewer.request('event/open', 2)).toMatchObject({ pinned: false, note: null })
  })

  test('after a restart a clear is final', async () => {
    const first = await startTestCollector()
    await postEvents(first, messages(5))
    await (await TestViewer.connect(first)).request('log/clear', undefined)
    await first.close()
    const second = await startTestCollector({ dataDir: first.dataDir })
    await expect((await TestViewer.connect(second)).request('log/undo-clear', undefined)).rejects.toThrow()
    expect((await queryLog(second, ALL)).total).toBe(0)
  })
})

describe('retention', () => {
  test('keeps the newest events up to the count, and pinned ones', async () => {
    const collector = await startTestCollector({ retention: { ...defaultSettings().retention, events: 100 } })
    await postEvents(collector, messages(50))
    const viewer = await TestViewer.connect(collector)
    await viewer.open()
    await viewer.request('event/pin', { id: 7, note: '' })
    for (let n = 0; n < 5; n++) await postEvents(collector, messages(400, n * 400 + 51))
    await until(() => collector.status().events === 100)
    const { events } = await queryLog(collector, { ...ALL, select: ['id'] })
    const newest = Array.from({ length: 99 }, (_, n) => ({ id: `${2050 - 98 + n}` }))
    expect(events).toEqual([{ id: '7' }, ...newest])
    await viewer.next('view/reset', ({ rows, tail }) => rows === 100 && tail.rows.at(-1)?.summary === 'm2050')
  })

  test('counts what it takes, across a restart, until the log is cleared and again if that is undone', async () => {
    const retention = { ...defaultSettings().retention, events: 100 }
    const first = await startTestCollector({ retention })
    await postEvents(first, messages(130))
    await until(() => first.status().events === 100)
    expect(first.status().dropped).toEqual({ events: 30, points: 0 })
    await first.close()

    const second = await startTestCollector({ dataDir: first.dataDir, retention })
    expect(second.status().dropped).toEqual({ events: 30, points: 0 })
    const viewer = await TestViewer.connect(second)
    await viewer.request('log/clear', undefined)
    expect(second.status().dropped).toEqual({ events: 0, points: 0 })
    await postEvents(second, messages(105, 131))
    await until(() => second.status().events === 100)
    expect(second.status().dropped).toEqual({ events: 5, points: 0 })
    await viewer.request('log/undo-clear', undefined)
    expect(second.status()).toMatchObject({ events: 200, dropped: { events: 35, points: 0 } })
  })

  test('keeps the newest points of metrics, and counts the others', async () => {
    const collector = await startTestCollector({ retention: { ...defaultSettings().retention, points: 3 } })
    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${collector.url}/api/sessions${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      return response.json() as Promise<{ session_id: string }>
    }
    const { session_id: session } = await post('', { product: 'App', version: '1.0' })
    for (const value of [1, 2, 3, 4, 5]) await post(`/${session}/metrics`, { name: 'fps', type: 'gauge', value })
    // The first of the six is of the session itself. They may go one by one.
    await until(() => collector.status().dropped.points === 3)
    expect(collector.status().dropped.events).toBe(0)
    const viewer = await TestViewer.connect(collector)
    const series = await viewer.request('series/list', { instance: 'App', stream: session })
    expect(series.map(({ points }) => points)).toEqual([0, 3])
  })

  test('keeps the file within its bytes, oldest events first', async () => {
    const limit = 12_000_000
    const collector = await startTestCollector({ retention: { ...defaultSettings().retention, bytes: limit } })
    // Text that does not compress, so that bytes in are bytes on disk.
    const noise = () => randomBytes(120).toString('base64')
    for (let n = 0; n < 60; n++) {
      await postEvents(
        collector,
        Array.from({ length: 3000 }, (_, i) => logEvent(`${n}-${i} ${noise()}`)),
      )
    }
    const status = await until(() => (collector.status().events < 180_000 ? collector.status() : null))
    await until(async () => (await queryLog(collector, { ...ALL, limit: 1 })).total === collector.status().events)
    const { events } = await queryLog(collector, {
      ...ALL,
      select: ['id'],
      orderBy: { field: 'id', direction: 'desc' },
      limit: 1,
    })
    expect(events).toEqual([{ id: '180000' }])
    expect(status.events).toBeGreaterThan(10_000)
    // Freed blocks stay in the file until they are filled again, so it is larger than what is kept, but it does not grow on.
    expect(collector.status().bytes).toBeLessThan(3 * limit)
  })
})

test('settings that are wrong are named', async () => {
  const dataDir = makeDataDir()
  writeFileSync(join(dataDir, 'settings.json'), '{"retention":{"events":-1}}')
  await expect(startTestCollector({ dataDir })).rejects.toThrow(/settings\.json: retention\.events/)
})
