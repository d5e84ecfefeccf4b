import { expect, test } from 'vitest'
import { COMMAND_GROUPS } from '../../../renderer/commands/command.ts'
import { findAllKeys, findConflicts, findKeys } from '../../../renderer/commands/registry.ts'
import { COMMANDS } from '../../../renderer/commands/table.ts'
import { rankCommands } from '../../../renderer/palette/rank.ts'
import { MENU_ACTIONS } from '../../../shared/desktop.ts'

test('no two commands have one id', () => {
  const ids = COMMANDS.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('no two commands have one name in one group', () => {
  const names = COMMANDS.map(({ group, label }) => `${group}: ${label}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('no key runs two commands', () => {
  const conflicts = COMMANDS.flatMap((command) =>
    findConflicts(command, COMMANDS, {}).map((other) => `${command.id} and ${other.id}`),
  )
  expect(conflicts).toEqual([])
})

test('every command that has a key is in the palette', () => {
  const listed = rankCommands(COMMANDS, [], '', []).flatMap(({ items }) => items.map(({ command }) => command.id))
  const bound = COMMANDS.filter((command) => findAllKeys(command, {}).length > 0).map(({ id }) => id)
  expect(bound.length).toBeGreaterThan(20)
  expect(bound.filter((id) => !listed.includes(id))).toEqual([])
})

test('every group has its place', () => {
  expect(COMMANDS.filter(({ group }) => !COMMAND_GROUPS.includes(group))).toEqual([])
})

test('whatever the application menu asks for is a command', () => {
  const ids = COMMANDS.map(({ id }) => id)
  expect(MENU_ACTIONS.filter((action) => !ids.includes(action))).toEqual([])
})

test('keys that the user chose take the place of the others, also when there are none', () => {
  const [next, previous] = COMMANDS
  if (!next || !previous) throw new Error('there are no commands')
  expect(findKeys(next, { [next.id]: ['x'] })).toEqual(['x'])
  expect(findKeys(next, { [next.id]: [] })).toEqual([])
  expect(findAllKeys(next, { [next.id]: [] })).toEqual(next.listKeys)
})

test('a key that two commands have now is a conflict of both', () => {
  const [next, previous] = COMMANDS
  if (!next || !previous) throw new Error('there are no commands')
  const chosen = { [next.id]: [...findKeys(previous, {})] }
  expect(findConflicts(next, COMMANDS, chosen)).toEqual([previous])
  expect(findConflicts(previous, COMMANDS, chosen)).toEqual([next])
})
