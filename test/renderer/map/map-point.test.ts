import { expect, test } from 'vitest'
import { readPoint } from '../../../renderer/map/map-point.ts'
import { chooseLooks, placeMarks } from '../../../renderer/map/marks.ts'
import { fitPath, toFlatPath } from '../../../renderer/map/mercator.ts'

const event = (payload: unknown) => ({
  id: '7',
  type: 'location_update',
  time: '2026-11-21T02:30:17.403Z',
  summary: '',
  payload,
})
const placeOf = (payload: unknown) => {
  const point = readPoint(event(payload))
  return point && [point.latitude, point.longitude]
}

test.each([
  [{ latitude: 3, longitude: 4 }],
  [{ latitude: '3', longitude: ' 4 ' }],
  [{ lat: 3, lng: 4 }],
  [{ lat: 3, lon: 4 }],
  [{ latitude: null, longitude: null, lat: 3, lon: 4 }],
])('%j is a place', (payload) => {
  expect(placeOf(payload)).toEqual([3, 4])
})

test.each([
  [{ latitude: 91, longitude: 4 }],
  [{ latitude: 3, longitude: 180.5 }],
  [{ latitude: 3 }],
  [{ latitude: '', longitude: '' }],
  [{ latitude: 'north', longitude: 4 }],
  [{ latitude: true, longitude: 4 }],
  [null],
])('%j is none', (payload) => {
  expect(placeOf(payload)).toBeNull()
})

test('a point knows its event', () => {
  expect(readPoint(event({ lat: 3, lon: 4 }))).toMatchObject({
    id: 7,
    type: 'location_update',
    time: Date.parse('2026-11-21T02:30:17.403Z'),
  })
})

const SIZE = { width: 800, height: 600 }
const points = (count: number, type: string) =>
  Array.from({ length: count }, (_, index) => ({ id: index, type, time: 0, summary: '', latitude: 1, longitude: 1 }))

test('events at one place are one mark, which stands for the newest and counts them', () => {
  const many = points(500, 'a')
  const path = toFlatPath(many)
  expect(placeMarks(many, chooseLooks(many), path, fitPath(path, SIZE), SIZE)).toMatchObject([
    { index: 499, count: 500 },
  ])
})

test('events of two types at one place are two marks, the rarer on top', () => {
  const both = [...points(1, 'rare'), ...points(2, 'frequent')]
  const path = toFlatPath(both)
  const marks = placeMarks(both, chooseLooks(both), path, fitPath(path, SIZE), SIZE)
  expect(marks.map(({ index }) => both[index]?.type)).toEqual(['frequent', 'rare'])
})

test('each type has a look that no other of the first seven has', () => {
  const looks = chooseLooks(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a'].flatMap((type) => points(1, type)))
  const signs = [...looks.values()].map(({ color, shape }) => `${color} ${shape}`)
  expect(new Set(signs).size).toBe(7)
  expect(looks.get('a')?.count).toBe(2)
})
