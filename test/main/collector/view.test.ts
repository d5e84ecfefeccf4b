import { describe, expect, test } from 'vitest'
import { logEvent, postEvents, queryEvent, startTestCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const summaries = (page: { rows: readonly { summary: string }[] }) => page.rows.map((row) => row.summary)
const messages = (count: number, from = 1) => Array.from({ length: count }, (_, n) => logEvent(`m${n + from}`))

describe('a view', () => {
  test('opens with its counts and last rows, and its facets follow', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, [
      ...messages(2),
      queryEvent('SELECT 1', { tags: ['db:mysql', 'slow'] }),
      queryEvent('SELECT 2'),
    ])
    const viewer = await TestViewer.connect(collector)
    const state = await viewer.open({ where: [{ field: 'type', operator: 'eq', value: 'query' }] })
    expect(state).toMatchObject({ view: 1, rows: 2, matching: 2, all: 4 })
    expect(summaries(state.tail)).toEqual(['SELECT 1', 'SELECT 2'])
    const { facets } = await viewer.next('facets/changed')
    expect(facets).toEqual({
      types: { query: 2 },
      targets: [
        {
          target: 'mysql',
          count: 2,
          duration: 4,
          slowest: { id: expect.any(Number), duration: 2 },
          writes: { count: 0, duration: 0 },
        },
      ],
      tags: [
        { tag: 'db:mysql', count: 1 },
        { tag: 'slow', count: 1 },
      ],
    })
  })

  test('hidden types are counted all the same', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, [...messages(3), queryEvent('q')])
    const viewer = await TestViewer.connect(collector)
    expect(await viewer.open({ hiddenTypes: ['log'] })).toMatchObject({ rows: 1, all: 4 })
    expect((await viewer.next('facets/changed')).facets.types).toEqual({ log: 3, query: 1 })
  })

  test('gives any page of its rows', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, messages(1000))
    const viewer = await TestViewer.connect(collector)
    await viewer.open()
    const page = await viewer.request('view/page', { view: 1, offset: 400, limit: 3 })
    expect([page.offset, summaries(page)]).toEqual([400, ['m401', 'm402', 'm403']])
    expect(await viewer.request('view/locate', { view: 1, id: 777 })).toBe(776)
  })

  test('grows with what arrives, and counts stay right in a burst', async () => {
    const collector = await startTestCollector()
    const viewer = await TestViewer.connect(collector)
    await viewer.open({ where: [{ field: 'text', operator: 'icontains', value: 'M' }] })
    for (let n = 0; n < 20; n++) await postEvents(collector, messages(500, n * 500 + 1))
    const change = await viewer.next('view/changed', ({ rows }) => rows === 10_000)
    expect(change.tail?.rows.at(-1)?.summary).toBe('m10000')
    expect(change.tail && change.tail.offset + change.tail.rows.length).toBe(10_000)
    const facets = await viewer.next('facets/changed', (message) => message.facets.types.log === 10_000)
    expect(facets.facets.types).toEqual({ log: 10_000 })
  })

  test('two viewers with different filters see their own rows', async () => {
    const collector = await startTestCollector()
    const [all, errors] = await Promise.all([TestViewer.connect(collector), TestViewer.connect(collector)])
    await all.open()
    await errors.open({ where: [{ field: 'importance', operator: 'gte', value: 5 }] })
    await postEvents(collector, [logEvent('fine'), logEvent('bad', { importance: 6 })])
    expect((await all.next('view/changed')).rows).toBe(2)
    const change = await errors.next('view/changed', (message) => message.rows === 1)
    expect(change).toMatchObject({ matching: 1, all: 2 })
    expect(change.tail && summaries(change.tail)).toEqual(['bad'])
  })

  test('sorted by a column, missing values stand last and rows are fetched anew when it grows', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, [
      queryEvent('b', { duration: 2 }),
      logEvent('none'),
      queryEvent('a', { duration: 1 }),
      queryEvent('c', { duration: 3 }),
    ])
    const viewer = await TestViewer.connect(collector)
    const state = await viewer.open({ orderBy: { field: 'duration', direction: 'desc' } })
    expect(summaries(state.tail)).toEqual(['c', 'b', 'a', 'none'])
    await postEvents(collector, queryEvent('top', { duration: 9 }))
    expect(await viewer.next('view/changed')).toMatchObject({ rows: 5, tail: null })
    expect(summaries(await viewer.request('view/page', { view: 1, offset: 0, limit: 2 }))).toEqual(['top', 'c'])
  })

  test('finds the next and the previous row that fulfils a condition', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, [
      logEvent('1'),
      logEvent('2', { importance: 5 }),
      logEvent('3'),
      logEvent('4', { importance: 7 }),
    ])
    const viewer = await TestViewer.connect(collector)
    await viewer.open()
    const find = (from: number | null, step: 1 | -1) =>
      viewer.request('view/find', { view: 1, from, step, where: [{ field: 'importance', operator: 'gte', value: 5 }] })
    expect(await find(null, 1)).toEqual({ id: 2, index: 1 })
    expect(await find(2, 1)).toEqual({ id: 4, index: 3 })
    expect(await find(4, -1)).toEqual({ id: 2, index: 1 })
    expect(await find(4, 1)).toBeNull()
    await viewer.open({ view: 2, orderBy: { field: 'importance', direction: 'desc' } })
    expect(
      await viewer.request('view/find', {
        view: 2,
        from: null,
        step: 1,
        where: [{ field: 'summary', operator: 'eq', value: '3' }],
      }),
    ).toEqual({ id: 3, index: 3 })
  })

  test('a request that is wrong is answered with an error that names it', async () => {
    const viewer = await TestViewer.connect(await startTestCollector())
    await expect(viewer.request('view/page', { view: 1, offset: -1, limit: 3 })).rejects.toThrow(/view\/page\/offset/)
    await expect(viewer.open({ where: [{ field: 'type', operator: 'matches', value: '(' }] })).rejects.toThrow(
      /where\[0\]/,
    )
  })
})

describe('free words', () => {
  test('are found in the summary and in the payload, as they are shown and as they were sent', async () => {
    const collector = await startTestCollector()
    const order = { type: 'order', payload: { note: 'paid in full' } }
    const check = {
      type: 'access_check',
      payload: { access: 'DENIED', object: 'R2-D2', action: 'enter', control: 'Cockpit' },
    }
    await postEvents(collector, [logEvent('first line\n  second "quoted" line'), check, order, logEvent('plain')])
    const viewer = await TestViewer.connect(collector)
    let view = 0
    const found = async (value: string) =>
      (await viewer.open({ view: ++view, where: [{ field: 'text', operator: 'icontains', value }] })).tail.rows.map(
        ({ id }) => id,
      )
    expect(await found('LINE SECOND')).toEqual([1])
    expect(await found('"quoted"')).toEqual([1])
    expect(await found('may not enter')).toEqual([2])
    expect(await found('paid IN full')).toEqual([3])
    expect(await found('plain')).toEqual([4])
    const start = [{ field: 'text', operator: 'matches', value: '^plain$' }] as const
    expect(await viewer.open({ view: ++view, where: start })).toMatchObject({ rows: 1 })
  })
})

describe('the tree', () => {
  const nested = (name: string, children: unknown[]) => logEvent(name, { nested: children })

  test('closed parts leave the rows but stay counted as matches', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, [nested('a', [nested('a1', [logEvent('a1x')]), logEvent('a2')]), logEvent('b')])
    const viewer = await TestViewer.connect(collector)
    const open = (tree: { open: boolean; toggled: number[] }, view: number) => viewer.open({ tree, view })
    const all = await open({ open: true, toggled: [] }, 1)
    expect(all.tail.rows.map((row) => [row.summary, row.depth, row.descendants])).toEqual([
      ['a', 0, 3],
      ['a1', 1, 1],
      ['a1x', 2, 0],
      ['a2', 1, 0],
      ['b', 0, 0],
    ])
    const oneClosed = await open({ open: true, toggled: [2] }, 2)
    expect(summaries(oneClosed.tail)).toEqual(['a', 'a1', 'a2', 'b'])
    expect(oneClosed).toMatchObject({ rows: 4, matching: 5 })
    expect(summaries((await open({ open: false, toggled: [] }, 3)).tail)).toEqual(['a', 'b'])
    expect(summaries((await open({ open: false, toggled: [1] }, 4)).tail)).toEqual(['a', 'a1', 'a2', 'b'])
    expect(summaries((await open({ open: false, toggled: [2] }, 5)).tail)).toEqual(['a', 'b'])
    expect(summaries((await open({ open: false, toggled: [1, 2] }, 6)).tail)).toEqual(['a', 'a1', 'a1x', 'a2', 'b'])
  })
})

describe('reading one event, totals and streams', () => {
  test('an event is opened whole, a missing one is null', async () => {
    const collector = await startTestCollector()
    await postEvents(collector, { ...logEvent('a'), called_from: { file: '/a.php', line: 2 } })
    const viewer = await TestViewer.connect(collector)
    const event = await viewer.request('event/open', 1)
    expect(event).toMatchObject({ id: 1, calledFrom: { file: '/a.php', line: 2 }, payload: '{"message":"a"}' })
    expect(JSON.parse(event?.metadata ?? '').deviations).toEqual(['called_from: old name of calledFrom'])
    expect(await viewer.request('event/open', 99)).toBeNull()
  })

  test('totals count queries per target for any query', async () => {
    const collector = await startTestCollector()
    const redis = { type: 'query', duration: 1.5, payload: { target: 'redis', query: 'GET a' } }
    const write = queryEvent('UPDATE a SET b = 1', { duration: 7 })
    await postEvents(collector, { id: 's1', version: 1, events: [queryEvent('a'), write, redis] })
    await postEvents(collector, { id: 's2', version: 1, events: [queryEvent('c')] })
    const viewer = await TestViewer.connect(collector)
    expect(await viewer.request('log/totals', { from: { instance: 'default', stream: 's1' } })).toEqual([
      {
        target: 'mysql',
        count: 2,
        duration: 9,
        slowest: { id: 2, duration: 7 },
        writes: { count: 1, duration: 7 },
      },
      {
        target: 'redis',
        count: 1,
        duration: 1.5,
        slowest: { id: 3, duration: 1.5 },
        writes: { count: 0, duration: 0 },
      },
    ])
  })

  test('streams are listed by app, newest first, and searched', async () => {
    const collector = await startTestCollector()
    await postEvents(
      collector,
      { id: 's1', version: 1, events: [{ type: 'request', payload: { method: 'GET', uri: '/first' } }] },
      { 'x-tattler-app': 'shop' },
    )
    await postEvents(
      collector,
      { id: 's2', version: 1, events: [logEvent('x', { importance: 6, time: 5 })] },
      { 'x-tattler-app': 'shop' },
    )
    const viewer = await TestViewer.connect(collector)
    const list = await viewer.request('log/streams', { search: '', limit: 10 })
    expect(list).toMatchObject([
      {
        id: 'shop',
        events: 2,
        streams: [
          { id: 's2', time: 5, importance: 6 },
          { id: 's1', title: 'GET /first', events: 1 },
        ],
      },
    ])
    expect(
      (await viewer.request('log/streams', { search: 'FIRST', limit: 10 }))[0]?.streams.map((one) => one.id),
    ).toEqual(['s1'])
  })

  test('a test event goes the whole way', async () => {
    const collector = await startTestCollector()
    const viewer = await TestViewer.connect(collector)
    await viewer.open()
    await viewer.request('collector/test-event', undefined)
    const change = await viewer.next('view/changed')
    expect(change.rows).toBeGreaterThan(5)
    expect(change.tail?.rows[0]).toMatchObject({
      type: 'request',
      instance: 'tattler',
      summary: 'GET /hello-from-tattler',
    })
  })
})
