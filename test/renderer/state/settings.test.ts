import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../../renderer/state/settings.ts'

test('nothing stored means the defaults', () => {
  expect(parseSettings(undefined)).toEqual(DEFAULT_SETTINGS)
})

test('settings survive being stored', () => {
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    filter: {
      ...DEFAULT_SETTINGS.filter,
      search: 'type:query',
      importance: [3, 6],
      hiddenTypes: ['log'],
      tagValues: { db: ['mysql'] },
      flags: { slow: 'without' },
      conditions: [{ any: [{ field: 'duration', operator: 'gt', value: 5 }] }],
    },
    orderBy: { field: 'duration', direction: 'desc' },
    columnOrder: ['level', 'time'],
    hiddenColumns: [],
    columnSizes: { time: 120 },
    timeMode: 'delta',
    theme: 'dark',
    contrast: 'high',
    motion: 'reduced',
    density: 'compact',
    zoom: 150,
    codeSize: 14,
    slowQuery: 250,
    followOnStart: false,
    keys: { 'list/pause': ['x'], 'event/copy': [] },
    recentCommands: ['list/pause'],
    layout: 'bottom',
    detailSize: { right: 500, bottom: 200 },
  }
  expect(parseSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings)
})

test('what does not fit becomes the default, the rest stays', () => {
  const settings = parseSettings({
    theme: 'pink',
    zoom: 133,
    codeSize: 200,
    slowQuery: 'never',
    keys: { 'list/pause': 'x', 'event/copy': ['y'] },
    layout: 'bottom',
    columnSizes: { time: 'wide', level: 60, tags: -5 },
  })
  expect(settings).toMatchObject({ theme: 'system', zoom: 100, codeSize: 12, slowQuery: 100 })
  expect(settings.keys).toEqual({ 'event/copy': ['y'] })
  expect(settings.layout).toBe('bottom')
  expect(settings.columnSizes).toEqual({ level: 60 })
})

test('an upside-down range of importance is no range', () => {
  expect(parseSettings({ filter: { importance: [6, 2] } }).filter.importance).toEqual([1, 8])
})

test('anything at all can be read', () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      expect(parseSettings(stored)).toEqual(parseSettings(parseSettings(stored)))
    }),
  )
})

test('conditions that were stored and are none are left out', () => {
  const { filter } = parseSettings({ filter: { search: 'tea', conditions: [{ field: 'a', operator: 'lke' }] } })
  expect(filter).toMatchObject({ search: 'tea', conditions: [] })
})
