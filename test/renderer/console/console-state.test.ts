import { expect, test } from 'vitest'
import { parseStored, remember } from '../../../renderer/console/console-state.ts'

test('the history has a query once, the newest first, and does not grow for ever', () => {
  const history = remember(remember(remember([], 'a', 1), 'b', 2), 'a', 3)
  expect(history).toEqual([
    { text: 'a', time: 3 },
    { text: 'b', time: 2 },
  ])
  const long = Array.from({ length: 80 }, (_, index) => `q${index}`).reduce(
    (kept, text, time) => remember(kept, text, time),
    history,
  )
  expect(long).toHaveLength(50)
  expect(remember(history, 'x'.repeat(100_000), 4)).toBe(history)
})

test('what was kept is taken back as far as it makes sense', () => {
  const kept = { text: '{}', mode: 'form', history: [{ text: 'a', time: 1 }], resultSize: 300 }
  expect(parseStored(kept)).toEqual(kept)
  expect(
    parseStored({ text: 5, mode: 'x', history: [null, { text: 1 }, { text: 'a', time: 1 }], resultSize: 1e9 }),
  ).toEqual({
    history: [{ text: 'a', time: 1 }],
  })
  expect(parseStored(null)).toEqual({})
})
