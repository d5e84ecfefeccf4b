import { expect, it } from 'vitest'
import { foldText } from '../../../renderer/code/fold-text.ts'

it('leaves text below the limit as it is', () => {
  expect(foldText('x'.repeat(511), 512)).toBe('x'.repeat(511))
})

it('folds text from the limit on, to less than the limit', () => {
  const folded = foldText('x'.repeat(512), 512)
  expect(folded).toHaveLength(511)
  expect(folded.endsWith('x…')).toBe(true)
})

it('never cuts a character in two', () => {
  expect(foldText('😀😀😀😀', 5)).toBe('😀…')
})
