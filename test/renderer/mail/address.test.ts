import { expect, it } from 'vitest'
import { parseMailbox } from '../../../renderer/mail/address.ts'

it.each([
  ['ada@example.com', '', 'ada@example.com'],
  [' Ada Lovelace < ada@example.com > ', 'Ada Lovelace', 'ada@example.com'],
  ['"Lovelace, \\"Ada\\"" <ada@example.com>', 'Lovelace, "Ada"', 'ada@example.com'],
  ['a <b> <c@example.com>', 'a <b>', 'c@example.com'],
  ['<ada@example.com>', '', 'ada@example.com'],
  ['Ada <>', '', 'Ada <>'],
  ['Ada <a>b>', '', 'Ada <a>b>'],
  ['Ada <a@example.com> x', '', 'Ada <a@example.com> x'],
])('reads %s', (text, name, address) => expect(parseMailbox(text)).toEqual({ name, address }))

it('takes time by its length only', () => {
  const start = performance.now()
  expect(parseMailbox(`a${' '.repeat(300_000)}b`).name).toBe('')
  expect(performance.now() - start).toBeLessThan(5000)
})
