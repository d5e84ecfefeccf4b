import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Answer } from '../../../renderer/console/console-state.ts'
import { describeNothing } from '../../../renderer/console/describe-nothing.ts'
import { readGroupConditions } from '../../../renderer/console/group-conditions.ts'
import { readChart } from '../../../renderer/console/result-chart.ts'
import { writeCsv } from '../../../renderer/console/result-export.ts'
import { readResult, sortRows } from '../../../renderer/console/result-model.ts'
import type { Condition, EventQuery, Reduce } from '../../../shared/query/query.ts'

const FROM = { instance: '*' }

const answerOf = (query: Partial<EventQuery>, result: object, shapes: [number, string][] = []): Answer => ({
  query: { from: FROM, ...query },
  result: { total: 1, ...result },
  took: 1,
  shapes: new Map(shapes),
})

const reduced = (reduce: Reduce, aggregation: unknown, shapes: [number, string][] = []) =>
  answerOf({ reduce }, { aggregation }, shapes)

/** What a table shows. */
function shown(answer: Answer): readonly (readonly string[])[] {
  const { columns, rows } = readResult(answer)
  return [
    columns.map(({ header }) => header),
    ...rows.map(({ values }) => values.map((value, index) => columns[index]?.format(value) ?? '')),
  ]
}

describe('the table', () => {
  test('has a column for each field that was selected, whatever stands in it', () => {
    const answer = answerOf(
      { select: ['id', 'payload.user', 'tags', 'size', 'duration'] },
      {
        events: [
          { id: '7', payload: { user: { id: 1 } }, tags: ['a', 'b'], size: 2048 },
          { id: '8', duration: 1500 },
        ],
      },
    )
    expect(shown(answer)).toEqual([
      ['id', 'payload.user', 'tags', 'size', 'duration'],
      ['7', '{"id":1}', 'a, b', '2.0 kB', ''],
      ['8', '', '', '', '1.5 s'],
    ])
    expect(readResult(answer).rows.map(({ event }) => event)).toEqual([7, 8])
  })

  test('shows of whole events what tells them apart', () => {
    const event = {
      id: '7',
      timestamp: '2026-01-31T13:30:00.000Z',
      event_type: 'log',
      instanceId: 'shop',
      importance: 4,
    }
    const [header, row] = shown(answerOf({}, { events: [{ ...event, summary: 'Tea is out', payload: {} }] }))
    expect(header).toEqual(['id', 'time', 'importance', 'type', 'app', 'target', 'duration', 'summary'])
    expect(row?.slice(2)).toEqual(['warning (4)', 'log', 'shop', '', '', 'Tea is out'])
  })

  test('has the value of a group in front, behind buckets alone', () => {
    const count = { type: 'count', groupBy: ['target', 'type'] } as const
    expect(shown(reduced(count, [{ group: { target: null, type: 'log' }, value: 1200 }]))).toEqual([
      ['count', 'target', 'type'],
      ['1,200', '', 'log'],
    ])
    const days = { type: 'sum', field: 'duration', groupBy: [{ field: 'time', bucket: '1d' }, 'target'] } as const
    const group = { time: '2026-01-31T00:00:00.000Z', target: 'mysql' }
    expect(shown(reduced(days, [{ group, value: 1500 }]))).toEqual([
      ['time per 1d', 'sum duration', 'target'],
      ['2026-01-31', '1.5 s', 'mysql'],
    ])
  })

  test('shows a query in place of the number of its shape', () => {
    const reduce = { type: 'count', groupBy: ['shape'] } as const
    expect(shown(reduced(reduce, [{ group: { shape: 5 }, value: 2 }], [[5, 'SELECT 1']]))[1]).toEqual(['2', 'SELECT 1'])
  })

  test('tells a text from what it looks like, and one without a character from none', () => {
    const reduce = { type: 'count', groupBy: ['payload.status'] } as const
    const rows = [200, '200', '', 'null', null, 'ok'].map((status) => ({
      group: { 'payload.status': status },
      value: 1,
    }))
    const answer = reduced(reduce, rows)
    const names = shown(answer).map(([, status]) => status)
    expect(names).toEqual(['payload.status', '200', '"200"', '""', '"null"', '', 'ok'])
    expect(readChart(answer)?.data.axis.values).toEqual(['200', '"200"', '""', '"null"', '(none)', 'ok'])
  })

  test('names the zone of a time that the clock shows twice', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const events = ['2026-10-24T23:59:59.999Z', '2026-10-25T00:00:00Z', '2026-10-25T01:59:59Z', '2026-10-25T02:00:00Z']
    const answer = answerOf({ select: ['time'] }, { events: events.map((time) => ({ time })) })
    expect(shown(answer).slice(1).flat()).toEqual([
      '2026-10-25 01:59:59.999',
      '2026-10-25 02:00:00 UTC+2',
      '2026-10-25 02:59:59 UTC+1',
      '2026-10-25 03:00:00',
    ])
  })

  test('has a row for each collected value, and one for a bare value', () => {
    expect(shown(reduced({ type: 'collect', field: 'tags' }, [['a'], ['b', 'c']]))).toEqual([
      ['collect tags'],
      ['a'],
      ['b, c'],
    ])
    expect(shown(reduced({ type: 'avg', field: 'duration' }, 2.5))).toEqual([['avg duration'], ['2.5 ms']])
  })

  test('is sorted by any column, numbers before text and what is missing last', () => {
    const events = ['b', 10, null, 9, 'a', ['x']].map((n, index) => ({
      id: String(index),
      payload: n === null ? {} : { n },
    }))
    const model = readResult(answerOf({ select: ['payload.n'] }, { events }))
    const order = (desc: boolean) => sortRows(model, { id: 'field 0', desc }).map(({ index }) => index)
    expect(order(false)).toEqual([3, 1, 5, 4, 0, 2])
    expect(order(true)).toEqual([0, 4, 5, 1, 3, 2])
    expect(sortRows(model, null)).toBe(model.rows)
  })

  test('is exported as it is, not as it is shown', () => {
    const reduce = { type: 'sum', field: 'duration', groupBy: ['payload.note', 'tags'] } as const
    const rows = [
      { group: { 'payload.note': 'a "b",\nc', tags: ['x'] }, value: 1500.25 },
      { group: { 'payload.note': null, tags: [] }, value: 0 },
    ]
    expect(writeCsv(readResult(reduced(reduce, rows)))).toBe(
      'sum duration,payload.note,tags\r\n1500.25,"a ""b"",\nc","[""x""]"\r\n0,,[]\r\n',
    )
  })
})

test('text is no formula where the table of a result is opened in a spreadsheet', () => {
  const told = [
    '=HYPERLINK("http://evil")',
    '@SUM(A1)',
    '+1+cmd|calc',
    '-2+3',
    '\t=1',
    '-12.5',
    '+49 30 1234',
    'Grüße, 茶',
  ]
  const answer = answerOf({ select: ['summary'] }, { events: told.map((summary) => ({ summary })) })
  expect(writeCsv(readResult(answer)).split('\r\n')).toEqual([
    'summary',
    `"'=HYPERLINK(""http://evil"")"`,
    "'@SUM(A1)",
    "'+1+cmd|calc",
    "'-2+3",
    "'\t=1",
    '-12.5',
    '+49 30 1234',
    '"Grüße, 茶"',
    '',
  ])
})

test('nothing found names what may be a mistake: a name of no field, and a value of another type', () => {
  const compare = (field: string): Condition => ({ field, operator: 'exists' })
  const where = [compare('importence'), { any: [compare('type'), { not: compare('user.id') }] }, compare('payload.x')]
  expect(describeNothing({ from: FROM, where })).toBe(
    'Nothing in the log matches; no fields of the log, so looked for in payload and metadata: importence, user.id.',
  )
  expect(describeNothing({ from: FROM, where: [{ field: 'importance', operator: 'gte', value: 'error' }] })).toBe(
    'Nothing in the log matches; importance holds numbers, and is never "error".',
  )
  const fitting: Condition[] = [
    { field: 'success', operator: 'eq', value: null },
    { field: 'duration', operator: 'in', value: [1, '2'] },
    { field: 'payload.n', operator: 'eq', value: '5' },
    { field: 'success', operator: 'exists', value: true },
    { field: 'time', operator: 'gt', value: '2026-01-31' },
  ]
  expect(describeNothing({ from: FROM, where: fitting })).toBe('Nothing in the log matches.')
  expect(describeNothing({ from: FROM })).toBe('Nothing in the log matches.')
})

test('an empty list of keys groups nothing: the answer is a value, or a list of them', () => {
  expect(shown(reduced({ type: 'count', groupBy: [] }, 5))).toEqual([['count'], ['5']])
  expect(shown(reduced({ type: 'collect', field: 'type', groupBy: [] }, ['log', 'query']))).toEqual([
    ['collect type'],
    ['log'],
    ['query'],
  ])
})

describe('the chart', () => {
  const minute = (minutes: number) => new Date(Date.UTC(2026, 0, 31, 13, minutes)).toISOString()
  const perMinute = { field: 'time', bucket: '1m' } as const

  test('of groups by name has bars, the largest first', () => {
    const chart = readChart(
      reduced({ type: 'count', groupBy: ['target'] }, [
        { group: { target: null }, value: 1 },
        { group: { target: 'mysql' }, value: 5 },
      ]),
    )
    expect(chart?.data).toEqual({
      axis: { kind: 'names', values: ['mysql', '(none)'] },
      series: [{ label: 'count', values: [5, 1] }],
    })
    expect(chart?.label).toBe('count by target; highest 5 at mysql')
  })

  test('of buckets of time has a line for each other group, and no gap where nothing was counted', () => {
    const chart = readChart(
      reduced({ type: 'count', groupBy: [perMinute, 'target'] }, [
        { group: { time: minute(1), target: 'mysql' }, value: 2 },
        { group: { time: minute(4), target: 'mysql' }, value: 3 },
        { group: { time: minute(4), target: 'redis' }, value: 1 },
      ]),
    )
    expect(chart?.data).toEqual({
      axis: { kind: 'time', values: [1, 2, 3, 4].map((minutes) => Date.parse(minute(minutes))), zone: 'local' },
      series: [
        { label: 'mysql', values: [2, 0, 0, 3] },
        { label: 'redis', values: [0, 0, 0, 1] },
      ],
    })
  })

  test('of what does not add up has gaps where there was nothing', () => {
    const chart = readChart(
      reduced({ type: 'avg', field: 'duration', groupBy: [perMinute] }, [
        { group: { time: minute(1) }, value: 2 },
        { group: { time: minute(3) }, value: 4 },
        { group: { time: minute(5) }, value: null },
      ]),
    )
    expect(chart?.data.series).toEqual([{ label: 'avg duration', values: [2, null, 4] }])
    expect(chart?.note).toBe('groups without a value are in the table only')
  })

  test('of days counts them in UTC', () => {
    const reduce = { type: 'count', groupBy: [{ field: 'time', bucket: '1d' }] } as const
    const chart = readChart(reduced(reduce, [{ group: { time: '2026-01-31T00:00:00.000Z' }, value: 2 }]))
    expect(chart?.data.axis).toMatchObject({ kind: 'time', zone: 'UTC' })
  })

  test('of ranges has bars side by side, empty ones among them', () => {
    const reduce = { type: 'count', groupBy: [{ field: 'duration', bucket: 0.5 }] } as const
    const chart = readChart(
      reduced(reduce, [
        { group: { duration: 0.5 }, value: 2 },
        { group: { duration: 1.5 }, value: 1 },
        { group: { duration: null }, value: 9 },
      ]),
    )
    expect(chart?.data).toEqual({
      axis: { kind: 'ranges', values: [0.5, 1, 1.5], width: 0.5 },
      series: [{ label: 'count', values: [2, 0, 1] }],
    })
  })

  test('of ranges leaves out the longest empty stretches where one value far off would squeeze all others', () => {
    const reduce = { type: 'count', groupBy: [{ field: 'duration', bucket: 10 }] } as const
    const starts = [0, 10, 40, 60_000, 61_000]
    const chart = readChart(
      reduced(
        reduce,
        starts.map((duration) => ({ group: { duration }, value: 1 })),
      ),
    )
    const near = Array.from({ length: 101 }, (_, index) => 60_000 + index * 10)
    expect(chart?.data.axis.values).toEqual([0, 10, 20, 30, 40, ...near])
    expect(chart?.note).toBe('stretches without any are left out')
  })

  test('of more groups than it has room for says so', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ group: { type: `t${index}` }, value: index }))
    expect(readChart(reduced({ type: 'count', groupBy: ['type'] }, many))?.note).toBe('the 30 largest of 40 groups')
    const lines = many.map(({ group, value }) => ({ group: { ...group, time: minute(1) }, value }))
    const counted = readChart(reduced({ type: 'count', groupBy: [perMinute, 'type'] }, lines))
    expect(counted?.data.series.map(({ label }) => label).at(-1)).toBe('33 others')
    const total = counted?.data.series.reduce((sum, { values }) => sum + (values[0] ?? 0), 0)
    expect(total).toBe(many.reduce((sum, { value }) => sum + value, 0))
    const greatest = readChart(reduced({ type: 'max', field: 'size', groupBy: [perMinute, 'type'] }, lines))
    expect(greatest?.note).toBe('the 7 largest of 40 groups')
  })

  test('of buckets too far apart leaves the empty ones out, and says so', () => {
    const rows = ['1970-01-01T00:00:00.000Z', '2026-01-31T00:00:00.000Z'].map((time) => ({ group: { time }, value: 1 }))
    const chart = readChart(reduced({ type: 'count', groupBy: [perMinute] }, rows))
    expect(chart?.data.axis.values).toHaveLength(2)
    expect(chart?.note).toBe('empty buckets are left out')
  })

  test('is none for events, for one value, for text and for lists', () => {
    expect(readChart(answerOf({}, { events: [] }))).toBeNull()
    expect(readChart(reduced({ type: 'count' }, 5))).toBeNull()
    expect(
      readChart(
        reduced({ type: 'min', field: 'type', groupBy: ['target'] }, [{ group: { target: 'a' }, value: 'log' }]),
      ),
    ).toBeNull()
    expect(readChart(reduced({ type: 'count', groupBy: ['type'] }, []))).toBeNull()
  })
})

describe('the events of a group', () => {
  test('are those with its values, without them, and inside its buckets', () => {
    const keys = ['target', 'payload.ok', { field: 'time', bucket: '1m' }, { field: 'duration', bucket: 0.1 }] as const
    const group = { target: null, 'payload.ok': true, time: '2026-01-31T13:30:00.000Z', duration: 0.2 }
    expect(readGroupConditions(keys, { group, value: 1 })).toEqual([
      { field: 'target', operator: 'exists', value: false },
      { field: 'payload.ok', operator: 'eq', value: true },
      { field: 'time', operator: 'gte', value: '2026-01-31T13:30:00.000Z' },
      { field: 'time', operator: 'lt', value: '2026-01-31T13:31:00.000Z' },
      { field: 'duration', operator: 'gte', value: 0.2 },
      { field: 'duration', operator: 'lt', value: 0.3 },
    ])
  })

  test('cannot be named where the group is a list, an object, or no bucket', () => {
    expect(readGroupConditions(['tags'], { group: { tags: ['a'] }, value: 1 })).toBeNull()
    expect(readGroupConditions(['payload'], { group: { payload: {} }, value: 1 })).toBeNull()
    expect(readGroupConditions([{ field: 'size', bucket: 5 }], { group: { size: null }, value: 1 })).toBeNull()
  })
})
