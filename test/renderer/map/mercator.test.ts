import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findGraticule } from '../../../renderer/map/graticule.ts'
import {
  findScaleBar,
  fitPath,
  formatMeters,
  metersPerPixel,
  panFrame,
  toDegrees,
  toFlat,
  toFlatPath,
  toScreen,
  zoomFrame,
} from '../../../renderer/map/mercator.ts'

const SIZE = { width: 800, height: 600 }
const BOSTON = { latitude: 42.3601, longitude: -71.0589 }

const places = fc.record({
  latitude: fc.double({ min: -84, max: 84, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
})

test('a place goes to the flat map and back', () => {
  fc.assert(
    fc.property(places, ({ latitude, longitude }) => {
      const back = toDegrees(toFlat(longitude, latitude))
      expect(back.latitude).toBeCloseTo(latitude, 8)
      expect(back.longitude).toBeCloseTo(longitude, 8)
    }),
  )
})

test('the whole of any path is on screen', () => {
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 20 }), (points) => {
      const path = toFlatPath(points)
      const spread = Math.max(...path.map(({ x }) => x)) - Math.min(...path.map(({ x }) => x))
      // The world itself is as small as it gets.
      fc.pre(spread < 0.7)
      const frame = fitPath(path, { width: 600, height: 600 })
      for (const place of path) {
        const { x, y } = toScreen(place, frame, { width: 600, height: 600 })
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(600)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(600)
      }
    }),
  )
})

test('a path across the date line goes the short way', () => {
  const path = toFlatPath([
    { latitude: 0, longitude: 179 },
    { latitude: 0, longitude: -179 },
  ])
  expect((path[1]?.x ?? 0) - (path[0]?.x ?? 0)).toBeCloseTo(2 / 360, 10)
})

test('steps within a street are apart on the screen', () => {
  const path = toFlatPath([BOSTON, { ...BOSTON, latitude: BOSTON.latitude + 0.0005 }])
  const frame = fitPath(path, SIZE)
  const [first, second] = path.map((place) => toScreen(place, frame, SIZE))
  expect(Math.abs((first?.y ?? 0) - (second?.y ?? 0))).toBeGreaterThan(50)
})

test('a single place has some of the town around it', () => {
  const frame = fitPath(toFlatPath([BOSTON]), SIZE)
  expect(metersPerPixel(frame) * SIZE.height).toBeGreaterThan(300)
  expect(metersPerPixel(frame) * SIZE.height).toBeLessThan(2000)
})

test('what is under the pointer stays there while zooming', () => {
  const frame = fitPath(toFlatPath([BOSTON]), SIZE)
  const pointer = { x: 120, y: -80 }
  const under = (of: typeof frame) => ({ x: of.x + pointer.x / of.scale, y: of.y + pointer.y / of.scale })
  const before = under(frame)
  const after = under(zoomFrame(frame, 0.3, SIZE, pointer))
  expect(after.x).toBeCloseTo(before.x, 10)
  expect(after.y).toBeCloseTo(before.y, 10)
})

test('the world never becomes narrower than the screen, nor leaves it to the north', () => {
  const far = zoomFrame(fitPath([], SIZE), 0.001, SIZE)
  expect(far.scale).toBe(SIZE.width)
  const north = panFrame(far, { x: 0, y: -1e6 }, SIZE)
  expect(toScreen({ x: 0, y: 0 }, north, SIZE).y).toBeLessThanOrEqual(0)
})

test('a degree on the equator is as long as on the ground', () => {
  const frame = { x: 0.5, y: 0.5, scale: 36_000 }
  const degree = toScreen(toFlat(1, 0), frame, SIZE).x - toScreen(toFlat(0, 0), frame, SIZE).x
  expect(degree * metersPerPixel(frame)).toBeCloseTo(111_319, -2)
})

test('the scale bar is a round distance that fits', () => {
  fc.assert(
    fc.property(fc.double({ min: 800, max: 1e9, noNaN: true }), (scale) => {
      const frame = { x: 0.5, y: 0.4, scale }
      const { meters, width } = findScaleBar(frame, 120)
      expect(width).toBeLessThanOrEqual(120.001)
      expect(width).toBeGreaterThan(40)
      expect(['1', '2', '5']).toContain(meters.toExponential(0)[0])
      expect(width * metersPerPixel(frame)).toBeCloseTo(meters, 3)
    }),
  )
})

test.each([
  [2_000_000, '2,000 km'],
  [1500, '1.5 km'],
  [200, '200 m'],
  [0.5, '50 cm'],
])('%d m reads %s', (meters, text) => {
  expect(formatMeters(meters)).toBe(text)
})

test('the graticule has a few round lines at any zoom, each named', () => {
  fc.assert(
    fc.property(fc.double({ min: 800, max: 1e9, noNaN: true }), places, (scale, { latitude, longitude }) => {
      const lines = findGraticule(panFrame({ ...toFlat(longitude, latitude), scale }, { x: 0, y: 0 }, SIZE), SIZE)
      expect(lines.length).toBeLessThan(40)
      const labels = lines.map(({ axis, label }) => `${axis} ${label}`)
      if (scale > 5000) expect(new Set(labels).size).toBe(labels.length)
      for (const { axis, at } of lines) {
        expect(at).toBeGreaterThanOrEqual(-1)
        expect(at).toBeLessThanOrEqual((axis === 'longitude' ? SIZE.width : SIZE.height) + 1)
      }
    }),
  )
})

test('lines are told with as many digits as they need', () => {
  const frame = fitPath(toFlatPath([BOSTON, { latitude: 42.4, longitude: -71 }]), SIZE)
  expect(findGraticule(frame, SIZE).map(({ label }) => label)).toContain('42.38° N')
})
