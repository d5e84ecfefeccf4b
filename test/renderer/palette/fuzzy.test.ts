import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '../../../renderer/commands/command.ts'
import { matchFuzzy, splitMarked } from '../../../renderer/palette/fuzzy.ts'
import { rankCommands } from '../../../renderer/palette/rank.ts'

const marked = (text: string, search: string) => {
  const match = matchFuzzy(text, search)
  return (
    match &&
    splitMarked(text, match.positions)
      .map(({ part, isMarked }) => (isMarked ? `[${part}]` : part))
      .join('')
  )
}

test.each([
  ['Next event', 'ne', '[Ne]xt event'],
  ['Next event', 'nev', '[N]ext [ev]ent'],
  ['Theme: dark', 'td', '[T]heme: [d]ark'],
  ['Clear the log', 'CLOG', '[C]lear the [log]'],
  ['Copy event as JSON', 'json', 'Copy event as [JSON]'],
  ['Naïve 🙂 mode', '🙂m', 'Naïve [🙂] [m]ode'],
])('in "%s", "%s" stands where it means most', (text, search, expected) => {
  expect(marked(text, search)).toBe(expected)
})

test('letters that are not all there, or not in order, do not fit', () => {
  expect(matchFuzzy('Next event', 'nz')).toBeNull()
  expect(matchFuzzy('Next event', 'tnxe')).toBeNull()
})

test('letters scattered over a long text are no match', () => {
  expect(matchFuzzy('Highlight what the search finds', 'iae')).toBeNull()
})

test('no search fits everything and marks nothing', () => {
  expect(matchFuzzy('Next event', '  ')).toEqual({ score: 0, positions: [] })
})

test('positions always spell the search', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 6 }), (text, search) => {
      const match = matchFuzzy(text, search)
      const letters = search.toLowerCase().replace(/\s+/g, '')
      if (match) expect(match.positions.map((at) => [...text][at]?.toLowerCase()).join('')).toBe(letters)
    }),
  )
})

const command = (label: string, more: Partial<Command> = {}): Command => ({
  id: label,
  label,
  group: 'Window',
  run: () => undefined,
  ...more,
})

const labels = (commands: readonly Command[], search: string, recent: readonly string[] = []) =>
  rankCommands(commands, [], search, recent).flatMap(({ items }) => items.map((item) => item.command.label))

test('starts of words come before letters inside them', () => {
  expect(labels([command('Autoclear'), command('Clear the log')], 'cl')).toEqual(['Clear the log', 'Autoclear'])
})

test('words behind a label find it, after those that bear the name', () => {
  const commands = [command('Pause', { keywords: 'stop freeze' }), command('Stop watch')]
  expect(labels(commands, 'stop')).toEqual(['Stop watch', 'Pause'])
})

test('what cannot be run now comes last, behind what was found elsewhere', () => {
  const commands = [command('Stop watch', { isEnabled: () => false }), command('Autostop')]
  const sections = rankCommands(commands, [command('stopped stream', { group: 'Streams' })], 'stop', [])
  expect(sections.flatMap(({ items }) => items.map((item) => item.command.label))).toEqual([
    'Autostop',
    'stopped stream',
    'Stop watch',
  ])
})

test('what was used lately comes first', () => {
  const commands = [command('Theme: light'), command('Theme: dark')]
  expect(labels(commands, '', ['Theme: dark'])).toEqual(['Theme: dark', 'Theme: light'])
  expect(labels(commands, 'theme', ['Theme: dark'])).toEqual(['Theme: dark', 'Theme: light'])
})
