import { expect, test } from 'vitest'
import { isUnchanged, mergeState } from '../../../main/datacat/merge-state.ts'

test.each([
  ['adds and replaces', { a: 1 }, { a: 2, b: 3 }, { a: 2, b: 3 }],
  ['removes with null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ['merges objects', { o: { x: 1, y: 2 } }, { o: { x: 5 } }, { o: { x: 5, y: 2 } }],
  ['removes inside an object that is there', { o: { x: 1, y: 2 } }, { o: { x: null } }, { o: { y: 2 } }],
  ['keeps a null inside an object that is new', {}, { new: { x: null } }, { new: { x: null } }],
  ['replaces a list as a whole', { l: [1, 2] }, { l: [3] }, { l: [3] }],
  ['replaces an object by a value and back', { o: { x: 1 }, v: 1 }, { o: 1, v: { x: 1 } }, { o: 1, v: { x: 1 } }],
])('%s', (_, state, change, merged) => {
  expect(mergeState(state, change)).toEqual(merged)
})

test('a member named __proto__ is a member like any other', () => {
  const merged = mergeState({}, JSON.parse('{"__proto__":{"polluted":true},"o":{"__proto__":1}}'))
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true},"o":{"__proto__":1}}')
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test.each([
  [{ a: 1, o: { x: 1, y: 2 } }, { a: 1 }, true],
  [{ a: 1, o: { x: 1, y: 2 } }, { o: { x: 1, y: 2 } }, true],
  [{ o: { x: 1, y: 2 } }, { o: { x: 1 } }, false],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: 1 }, { gone: null }, false],
])('of %j, %j tells nothing new: %s', (state, change, isNothing) => {
  expect(isUnchanged(state, change)).toBe(isNothing)
})
