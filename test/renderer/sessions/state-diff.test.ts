import { expect, test } from 'vitest'
import { compareStates, countChanges, listLines, type StateNode } from '../../../renderer/sessions/state-diff.ts'
import type { JsonObject } from '../../../renderer/ui/json-value.ts'
import { parseJson } from '../../../renderer/ui/json-value.ts'

const json = (text: string) => parseJson(text) as JsonObject

/** The changes of a comparison, as `+path`, `~path` and `-path`. */
function changesOf(nodes: readonly StateNode[]): string[] {
  const signs = { added: '+', changed: '~', removed: '-' }
  return nodes.flatMap((node) => [
    ...(node.change ? [`${signs[node.change]}${node.path}`] : []),
    ...changesOf(node.change ? [] : node.children),
  ])
}

test.each<[string, string, string, string[]]>([
  ['nothing changes in equal states', '{"a":{"b":1}}', '{"a":{"b":1}}', []],
  ['a new key is added', '{}', '{"a":1}', ['+/a']],
  ['a key that is gone is removed', '{"a":1}', '{}', ['-/a']],
  ['another value is a change', '{"a":1}', '{"a":"1"}', ['~/a']],
  ['an object is compared inside', '{"a":{"b":1,"c":2}}', '{"a":{"b":1,"c":3}}', ['~/a/c']],
  ['a list is compared by index', '{"a":[1,2,3]}', '{"a":[1,5]}', ['~/a/1', '-/a/2']],
  ['an object in place of a list is a change', '{"a":[1]}', '{"a":{"0":1}}', ['~/a']],
  ['what is new as a whole counts once', '{}', '{"a":{"b":{"c":1}}}', ['+/a']],
  ['null is a value', '{"a":null}', '{"a":null,"b":null}', ['+/b']],
  ['numbers beyond doubles are compared digit by digit', '{"a":9007199254740993}', '{"a":9007199254740992}', ['~/a']],
  ['a key named like a member of objects is a key', '{}', '{"constructor":1}', ['+/constructor']],
])('%s', (_, before, after, changes) => {
  expect(changesOf(compareStates(json(before), json(after)))).toEqual(changes)
})

test('without an earlier state nothing counts as changed', () => {
  expect(countChanges(compareStates(null, json('{"a":1}')))).toEqual({ added: 0, changed: 0, removed: 0 })
})

test('changes are counted by what they are', () => {
  const nodes = compareStates(json('{"a":1,"b":{"c":1},"d":1}'), json('{"a":2,"b":{"c":1,"e":{"f":1}}}'))
  expect(countChanges(nodes)).toEqual({ added: 1, changed: 1, removed: 1 })
})

test('a removed key keeps what it held, at the end', () => {
  const nodes = compareStates(json('{"gone":{"x":1},"a":1}'), json('{"a":1}'))
  expect(nodes.map(({ key }) => key)).toEqual(['a', 'gone'])
  expect(nodes[1]?.children.map(({ key }) => key)).toEqual(['x'])
})

test('only what changed is listed on request, with what it stands in', () => {
  const nodes = compareStates(json('{"a":{"b":1,"c":2},"d":1}'), json('{"a":{"b":1,"c":3},"d":1}'))
  const list = (isOnlyTouched: boolean) => listLines(nodes, () => true, isOnlyTouched).map(({ node }) => node.path)
  expect(list(false)).toEqual(['/a', '/a/b', '/a/c', '/d'])
  expect(list(true)).toEqual(['/a', '/a/c'])
})

test('what is closed lists nothing inside', () => {
  const nodes = compareStates(null, json('{"a":{"b":1}}'))
  expect(listLines(nodes, () => false, false)).toHaveLength(1)
})
