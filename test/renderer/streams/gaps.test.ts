import { expect, test } from 'vitest'
import { findFolds, findGaps, isBetterFolded } from '../../../renderer/streams/gaps.ts'
import { buildTimeline } from '../../../renderer/streams/timeline.ts'
import { makeStream, type Told } from './make-stream.ts'

const HOUR = 3_600_000

const timelineOf = (told: readonly Told[]) => buildTimeline(makeStream(told))
const gapsOf = (told: readonly Told[]) => findGaps(timelineOf(told)).map(({ start, end }) => [start, end])

const request = (duration: number, nested: readonly Told[]): Told => ({ type: 'request', time: 0, duration, nested })
const query = (time: number, duration: number): Told => ({ type: 'query', time, duration })

test.each<[string, readonly Told[], number[][]]>([
  [
    'before, between and behind what is nested',
    [request(100, [query(10, 20), query(50, 30)])],
    [
      [0, 10],
      [30, 50],
      [80, 100],
    ],
  ],
  ['not where a query has a log nested in it', [{ ...query(0, 40), nested: [{ time: 5 }] }], []],
  ['not in a request that tells of nothing else', [request(100, [])], []],
  [
    'split by a moment',
    [request(100, [query(0, 60), { time: 90 }])],
    [
      [60, 90],
      [90, 100],
    ],
  ],
  ['not below two parts of a hundred', [request(1000, [query(0, 500), query(515, 485)])], []],
])('nothing was reported %s', (_, told, gaps) => {
  expect(gapsOf(told)).toEqual(gaps)
})

test('a session that was idle for hours is better folded; a slow request is not', () => {
  const folded = (told: readonly Told[]) => {
    const timeline = timelineOf(told)
    return isBetterFolded(timeline, findFolds(findGaps(timeline)))
  }
  expect(folded([query(0, 50), query(HOUR, 50)])).toBe(true)
  expect(folded([query(0, 50), query(5000, 50)])).toBe(false)
})
