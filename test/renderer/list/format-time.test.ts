import { expect, test } from 'vitest'
import { formatClock, formatTime } from '../../../renderer/list/format-time.ts'

const NOW = new Date(2026, 0, 31, 14, 12, 20, 417).getTime()
const relative = (ms: number) => formatTime(NOW - ms, { mode: 'relative', now: NOW, previous: null })
const delta = (ms: number) => formatTime(NOW + ms, { mode: 'delta', now: NOW, previous: NOW })

test('a time of today is a clock with ms', () => {
  expect(formatClock(NOW, NOW)).toBe('14:12:20.417')
})

test('a time of another day has its date', () => {
  expect(formatClock(NOW, NOW + 86_400_000)).toBe('01-31 14:12:20')
})

test('ages grow coarser', () => {
  expect([0, 5000, 120_000, 7_200_000, 200_000_000].map(relative)).toEqual([
    'now',
    '5 s ago',
    '2 min ago',
    '2 h ago',
    '2 d ago',
  ])
})

test('the time since the row above has its sign', () => {
  expect([12, 0, -3].map(delta)).toEqual(['+12 ms', '+0 ms', '−3 ms'])
})

test('without a row above there is nothing to compare with', () => {
  expect(formatTime(NOW, { mode: 'delta', now: NOW, previous: null })).toBe('')
})
