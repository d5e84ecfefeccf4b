import { __iconData as database } from 'lucide-react/icons/database'
import { expect, it } from 'vitest'
import { findLook } from '../../../renderer/list/event-looks.ts'
import { toPath } from '../../../renderer/ui/icon-path.ts'
import { EVENT_TYPE_NAMES } from '../../../shared/events/names.ts'

it('draws circles, boxes and lines as parts of one path', () => {
  const node: Parameters<typeof toPath>[0]['node'] = [
    ['circle', { cx: '12', cy: '8', r: '2' }],
    ['rect', { x: '3', y: '4', width: '10', height: '6', rx: '1' }],
    ['line', { x1: '1', y1: '2', x2: '3', y2: '4' }],
  ]
  expect(toPath({ name: 'all', size: 24, node })).toBe(
    'M0 0M10 8a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z' +
      'M0 0M4 4h8a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-8a1 1 0 0 1 -1 -1v-4a1 1 0 0 1 1 -1z' +
      'M0 0M1 2L3 4',
  )
})

it('begins each shape at a point of its own, as paths may begin with a relative one', () => {
  const paths = toPath({
    name: 'two',
    size: 24,
    node: [
      ['path', { d: 'M4 4h2' }],
      ['path', { d: 'm1 1 2 2' }],
    ],
  })
  expect(paths).toBe('M0 0M4 4h2M0 0m1 1 2 2')
})

it('refuses a shape that it does not know, rather than leave it out', () => {
  expect(() => toPath({ ...database, node: [['text', {}]] })).toThrow(RangeError)
})

it('has a path for the icon of each event type', () => {
  for (const type of [...EVENT_TYPE_NAMES, 'start_record', 'anything']) expect(findLook(type).icon).toMatch(/^M0 0M/i)
})
