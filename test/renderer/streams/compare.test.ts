import { expect, test } from 'vitest'
import { compareStreams } from '../../../renderer/streams/compare.ts'
import { makeStream, type Told } from './make-stream.ts'

const compare = (left: readonly Told[], right: readonly Told[]) => compareStreams(makeStream(left), makeStream(right))

const query = (summary: string, shape: number | null, duration: number, time = 0): Told => ({
  type: 'query',
  target: 'mysql',
  summary,
  duration,
  time,
  query: shape === null ? null : { shape, hash: 0, isWrite: false },
})

/** Change, counts and times of each entry of a group. */
const entriesOf = (type: string, left: readonly Told[], right: readonly Told[]) =>
  compare(left, right)
    .groups.find((group) => group.type === type)
    ?.entries.map((entry) => [
      entry.change,
      entry.label,
      entry.left.count,
      entry.right.count,
      entry.left.time,
      entry.right.time,
    ])

test('queries of one shape are one entry, whatever values they have', () => {
  const left = [query('SELECT 1', 7, 2, 0), query('SELECT 2', 7, 3, 10)]
  expect(entriesOf('query', left, [query('SELECT 9', 7, 5)])).toEqual([['changed', 'SELECT 1', 2, 1, 5, 5]])
})

test('without a shape, queries are told apart by target and text', () => {
  const other = { ...query('SELECT 1', null, 2), target: 'redis' }
  expect(entriesOf('query', [query('SELECT 1', null, 2)], [other])).toEqual([
    ['removed', 'SELECT 1', 1, 0, 2, 0],
    ['added', 'SELECT 1', 0, 1, 0, 2],
  ])
})

test.each([
  [10, 10.9, 'same'],
  [100, 120, 'same'],
  [100, 140, 'changed'],
  [140, 100, 'changed'],
  [0.1, 0.9, 'same'],
])('a query that took %d ms and then %d ms is %s', (before, after, change) => {
  expect(entriesOf('query', [query('SELECT 1', 1, before)], [query('SELECT 1', 1, after)])?.[0]?.[0]).toBe(change)
})

test('what came and went stands first, then what changed most', () => {
  const left = [query('same', 1, 10, 0), query('bit', 2, 10, 20), query('much', 3, 10, 40), query('gone', 4, 1, 60)]
  const right = [query('same', 1, 10, 0), query('bit', 2, 15, 20), query('much', 3, 90, 40), query('new', 5, 1, 140)]
  expect(entriesOf('query', left, right)?.map(([change, label]) => `${change} ${label}`)).toEqual([
    'removed gone',
    'added new',
    'changed much',
    'changed bit',
    'same same',
  ])
})

test('templates, middleware, mails and access checks are compared by name, with their own time', () => {
  const page = (inner: number): Told => ({
    type: 'template',
    summary: 'page.html',
    time: 0,
    duration: 50,
    nested: [{ type: 'template', summary: 'row.html', time: 10, duration: inner }],
  })
  expect(entriesOf('template', [page(10)], [page(30)])).toEqual([
    ['changed', 'page.html', 1, 1, 40, 20],
    ['changed', 'row.html', 1, 1, 10, 30],
  ])
  const rest = ['middleware', 'email', 'access_check'].map((type, index) => ({ type, summary: type, time: index }))
  expect(compare([], rest).groups.map(({ type, entries }) => [type, entries[0]?.change])).toEqual([
    ['middleware', 'added'],
    ['email', 'added'],
    ['access_check', 'added'],
  ])
})

test('time is summed by type and by target, most first', () => {
  const request = (duration: number): Told => ({
    type: 'request',
    time: 0,
    duration: 100,
    nested: [query('SELECT 1', 1, duration, 10), { type: 'log', time: 90 }],
  })
  expect(compare([request(20)], [request(70)])).toMatchObject({
    types: [
      { name: 'request', left: 80, right: 30 },
      { name: 'query', left: 20, right: 70 },
    ],
    targets: [{ name: 'mysql', left: 20, right: 70 }],
  })
})

test('two equal streams have no difference', () => {
  const stream = [query('SELECT 1', 1, 10)]
  expect(entriesOf('query', stream, stream)).toEqual([['same', 'SELECT 1', 1, 1, 10, 10]])
})
