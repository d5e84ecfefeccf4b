import { expect, onTestFinished, test } from 'vitest'
import { NO_FILTER } from '../../../renderer/state/filter.ts'
import { saveFilter } from '../../../renderer/state/saved-filters.ts'
import { DEFAULT_SETTINGS } from '../../../renderer/state/settings.ts'
import { applySaved, applySearch, isNodeOpen, toggleNode, toViewSpec, useView } from '../../../renderer/state/view.ts'
import { parseSearch } from '../../../shared/query/search.ts'

function conditionsOf(search: string) {
  const parsed = parseSearch(search)
  return parsed.ok ? parsed.conditions : null
}

test('a valid search text sets its conditions', () => {
  const { filter, searchError } = applySearch(NO_FILTER, 'type:query')
  expect(filter.searchConditions).toEqual(conditionsOf('type:query'))
  expect(searchError).toBeNull()
})

test('while one term is wrong, the others hold, and the error has its place', () => {
  const { filter, searchError } = applySearch(NO_FILTER, 'type:query level:foo slow')
  expect(filter.search).toBe('type:query level:foo slow')
  expect(filter.searchConditions).toEqual(conditionsOf('type:query slow'))
  expect('type:query level:foo slow'.slice(searchError?.start, searchError?.end)).toContain('foo')
})

test('an open quote leaves the terms before it in force', () => {
  const { filter, searchError } = applySearch(NO_FILTER, 'type:query "time')
  expect(filter.searchConditions).toEqual(conditionsOf('type:query'))
  expect(searchError).not.toBeNull()
})

test('a saved filter narrows the same, whatever was searched before', () => {
  const [saved] = saveFilter([], 'open quote', { ...NO_FILTER, search: '"time' })
  if (!saved) throw new Error('nothing was saved')
  onTestFinished(() => void useView.setState(useView.getInitialState()))
  useView.setState(applySearch({ ...NO_FILTER, from: { instance: 'shop' } }, 'type:query'))
  applySaved(saved)
  const { filter } = useView.getState()
  expect(filter).toEqual({ ...NO_FILTER, search: '"time', from: { instance: 'shop' } })
})

test('a tree that is open has toggled nodes closed, and the other way round', () => {
  const open = toggleNode({ open: true, toggled: [] }, 7)
  expect(isNodeOpen(open, 7)).toBe(false)
  expect(isNodeOpen(open, 8)).toBe(true)
  expect(isNodeOpen({ open: false, toggled: [7] }, 7)).toBe(true)
  expect(toggleNode(open, 7)).toEqual({ open: true, toggled: [] })
})

test('in a sorted view the tree is open: it has no places where parts could be closed', () => {
  const settings = { ...DEFAULT_SETTINGS, searchError: null, tree: { open: false, toggled: [1] } }
  expect(toViewSpec(settings).tree).toEqual({ open: false, toggled: [1] })
  expect(toViewSpec({ ...settings, orderBy: { field: 'duration' } }).tree).toEqual({ open: true, toggled: [] })
})
