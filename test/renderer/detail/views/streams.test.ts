import { describe, expect, it } from 'vitest'
import { groupEvents } from '../../../../renderer/detail/views/event-groups.ts'
import { pairExchanges } from '../../../../renderer/detail/views/http-exchange.ts'
import { buildPipeline, type PipelineEnd } from '../../../../renderer/detail/views/middleware-pipeline.ts'
import { buildTrees, eventsOfRequest, ownTime, walkTrees } from '../../../../renderer/detail/views/stream-tree.ts'
import { buildTemplates, sumDurations } from '../../../../renderer/detail/views/template-tree.ts'
import { type Sketch, streamOf } from './stream-of.ts'

const middleware = (name: string, more: Partial<Sketch> = {}): Sketch => ({ type: 'middleware', name, ...more })
const template = (name: string, more: Partial<Sketch> = {}): Sketch => ({ type: 'template', name, ...more })
const query = (name: string, duration?: number): Sketch => ({
  type: 'query',
  name,
  ...(duration !== undefined && { duration }),
})
const response: Sketch = { type: 'response', name: '401 Unauthorized' }

describe('own time', () => {
  const ownTimes = (...sketches: Sketch[]) =>
    Object.fromEntries(
      [...walkTrees(buildTrees(streamOf(...sketches)))].map((node) => [node.event.summary, ownTime(node)]),
    )

  it('is what remains without what is nested', () => {
    const tree = template('a', {
      duration: 10,
      nested: [template('b', { duration: 4, nested: [query('q', 3)] }), query('r', 1)],
    })
    expect(ownTimes(tree)).toEqual({ a: 5, b: 1, q: 3, r: 1 })
  })

  it('looks through events without a duration, and is unknown for these', () => {
    const tree = template('a', { duration: 10, nested: [template('b', { nested: [query('q', 3), query('r')] })] })
    expect(ownTimes(tree)).toEqual({ a: 7, b: null, q: 3, r: null })
  })

  it('is never below zero: what is nested may run side by side', () => {
    expect(ownTimes(template('a', { duration: 5, nested: [query('q', 4), query('r', 4)] }))).toMatchObject({ a: 0 })
  })

  it('is known for trees as deep as they come', () => {
    let deep: Sketch = query('bottom', 1)
    for (let level = 0; level < 1000; level++) deep = template(`level ${level}`, { nested: [deep] })
    expect(ownTimes(template('top', { duration: 3, nested: [deep] })).top).toBe(2)
  })
})

describe('the request of an event', () => {
  const stream = streamOf(
    { type: 'request', name: 'first', nested: [middleware('a')] },
    {
      type: 'request',
      name: 'second',
      nested: [middleware('b'), { type: 'request', name: 'inner', nested: [middleware('c')] }],
    },
    middleware('outside'),
  )
  const named = (id: number) => eventsOfRequest(stream, id).map(({ summary }) => summary)

  it('is the innermost around it', () => {
    expect(named(2)).toEqual(['first', 'a'])
    expect(named(4)).toEqual(['second', 'b', 'inner', 'c'])
    expect(named(6)).toEqual(['inner', 'c'])
  })

  it('is the whole stream where there is none around it', () => {
    expect(named(7)).toHaveLength(7)
  })
})

describe('a response', () => {
  it.each<[string, Sketch[], [number, number][]]>([
    [
      'answers the request it is nested in',
      [{ type: 'request', nested: [query('q'), { type: 'response' }] }],
      [[3, 1]],
    ],
    [
      'answers the innermost',
      [{ type: 'request', nested: [{ type: 'request', nested: [{ type: 'response' }] }] }],
      [[3, 2]],
    ],
    [
      'answers the last request before it, beside it',
      [{ type: 'request' }, query('q'), { type: 'response' }],
      [[3, 1]],
    ],
    [
      'is one for each request',
      [{ type: 'request' }, { type: 'response' }, { type: 'request' }, { type: 'response' }],
      [
        [2, 1],
        [4, 3],
      ],
    ],
    [
      'closes the request that it is the last in; one before it answers the request beside it',
      [{ type: 'request', nested: [{ type: 'request' }, { type: 'response' }, { type: 'response' }] }],
      [
        [3, 2],
        [4, 1],
      ],
    ],
    ['is the first of several', [{ type: 'request' }, { type: 'response' }, { type: 'response' }], [[2, 1]]],
    ['may answer nothing', [{ type: 'response' }, { type: 'request' }], []],
  ])('%s', (_, sketches, expected) => {
    expect([...pairExchanges(streamOf(...sketches))]).toEqual(expected)
  })
})

describe('a pipeline of middleware', () => {
  it('is in order with its times, be it flat', () => {
    const { steps } = buildPipeline(
      streamOf({
        type: 'request',
        duration: 20,
        nested: [
          middleware('Session', { duration: 2 }),
          middleware('Auth', { duration: 5, nested: [query('q', 4)] }),
          query('work'),
        ],
      }),
    )
    expect(steps).toEqual([
      { id: 2, name: 'Session', level: 0, total: 2, own: 2, success: null },
      { id: 3, name: 'Auth', level: 0, total: 5, own: 1, success: null },
    ])
  })

  it('or nested, whatever stands between two of them', () => {
    const { steps } = buildPipeline(
      streamOf(
        middleware('A', {
          duration: 9,
          nested: [{ type: 'span', nested: [middleware('B', { duration: 6, nested: [middleware('C')] })] }],
        }),
      ),
    )
    expect(steps.map(({ name, level, own }) => [name, level, own])).toEqual([
      ['A', 0, 3],
      ['B', 1, 6],
      ['C', 2, null],
    ])
  })

  it.each<[string, Sketch[], [PipelineEnd['kind'], string] | null]>([
    ['without middleware it has no end', [query('q')], null],
    [
      'flat, it was passed when work follows',
      [middleware('A'), middleware('B'), query('q'), response],
      ['passed', 'B'],
    ],
    [
      'flat, the last answered when only the response follows',
      [middleware('A'), middleware('B', { nested: [query('q')] }), response],
      ['answered', 'B'],
    ],
    ['a log tells nothing', [middleware('A'), { type: 'log' }, response], ['answered', 'A']],
    ['flat, nothing behind it tells nothing', [middleware('A'), middleware('B')], ['unknown', 'B']],
    [
      'flat, it ends where one failed',
      [middleware('A'), middleware('B', { success: false }), response],
      ['failed', 'B'],
    ],
    [
      'a failure that others follow is no end',
      [middleware('A', { success: false }), middleware('B'), query('q')],
      ['passed', 'B'],
    ],
    [
      'nested, it was passed when work is in the innermost',
      [middleware('A', { nested: [middleware('B', { nested: [template('t')] })] }), response],
      ['passed', 'B'],
    ],
    [
      'nested, queries in the innermost may be its own',
      [middleware('A', { nested: [middleware('B', { nested: [query('q')] })] }), response],
      ['unknown', 'B'],
    ],
    [
      'nested, the innermost answered when there is none',
      [middleware('A', { nested: [query('q'), middleware('B'), response] })],
      ['answered', 'B'],
    ],
    [
      'nested, a failure inside fails those around, and ended inside',
      [middleware('A', { success: false, nested: [middleware('B', { success: false })] })],
      ['failed', 'B'],
    ],
    [
      'nested, a failure on the way back is that of the outer one',
      [middleware('A', { success: false, nested: [middleware('B', { success: true })] })],
      ['failed', 'A'],
    ],
  ])('%s', (_, sketches, expected) => {
    const { steps, end } = buildPipeline(streamOf(...sketches))
    const name = steps.find(({ id }) => id === end?.id)?.name
    expect(end && [end.kind, name]).toEqual(expected)
    if (end) expect(end.reason).toMatch(/\.$|: /)
  })
})

describe('templates', () => {
  it('are a tree with the queries of each', () => {
    const lines = buildTemplates(
      streamOf({
        type: 'request',
        nested: [
          query('before', 9),
          template('page', {
            duration: 20,
            nested: [
              query('one', 2),
              { type: 'span', nested: [query('two')] },
              template('row', { duration: 5, nested: [query('three', 3)] }),
              template('row', { duration: 4, nested: [] }),
            ],
          }),
          template('layout', { duration: 1 }),
        ],
      }),
    )
    expect(
      lines.map(({ name, level, own, total, queries, allQueries }) => [
        name,
        level,
        own,
        total,
        queries.map(({ text }) => text),
        allQueries,
      ]),
    ).toEqual([
      ['page', 0, 9, 20, ['one', 'two'], 3],
      ['row', 1, 2, 5, ['three'], 1],
      ['row', 1, 4, 4, [], 0],
      ['layout', 0, 1, 1, [], 0],
    ])
    expect(sumDurations(lines[0]?.queries ?? [])).toBe(2)
  })

  it('of flat senders stand in their order', () => {
    const lines = buildTemplates(streamOf(template('a', { duration: 1 }), query('q', 1), template('b')))
    expect(lines.map(({ name, level, queries }) => [name, level, queries.length])).toEqual([
      ['a', 0, 0],
      ['b', 0, 0],
    ])
  })
})

describe('app events', () => {
  const event = (name: string, group?: string, more: Partial<Sketch> = {}): Sketch => ({
    type: 'event',
    name,
    payload: { name, ...(group !== undefined && { group }) },
    ...more,
  })

  it('are grouped with their counts, in the order they first came; those without a group last', () => {
    const groups = groupEvents(
      streamOf(
        event('boot'),
        event('cart.changed', 'cart'),
        query('q'),
        event('paid', 'order', { duration: 3 }),
        event('cart.changed', 'cart'),
        event('', ''),
        event('cart.emptied', 'cart'),
      ),
    )
    expect(
      groups.map(({ name, count, names }) => [
        name,
        count,
        names.map((one) => [one.name, one.occurrences.map(({ id }) => id)]),
      ]),
    ).toEqual([
      [
        'cart',
        3,
        [
          ['cart.changed', [2, 5]],
          ['cart.emptied', [7]],
        ],
      ],
      ['order', 1, [['paid', [4]]]],
      [
        null,
        2,
        [
          ['boot', [1]],
          ['', [6]],
        ],
      ],
    ])
  })

  it('with a payload too long to be here go by their summary', () => {
    const groups = groupEvents(streamOf({ type: 'event', name: 'huge' }))
    expect(groups).toMatchObject([{ name: null, count: 1, names: [{ name: 'huge' }] }])
  })

  it('of one name are gathered quickly, however many', () => {
    const many = streamOf(...Array.from({ length: 5000 }, () => event('tick', 'clock')))
    expect(groupEvents(many)[0]?.names[0]?.occurrences).toHaveLength(5000)
  })
})
