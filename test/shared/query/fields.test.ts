import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FIELDS, findLogField, resolveField } from '../../../shared/query/fields.ts'
import { OPERATORS } from '../../../shared/query/query.ts'

describe('a name stands for', () => {
  test.each([
    ['event_type', 'type'],
    ['eventType', 'type'],
    ['stream_id', 'stream'],
    ['sequence_number', 'sequence'],
    ['timestamp', 'time'],
    ['instanceId', 'instance'],
    ['app', 'instance'],
    ['called_from', 'calledFrom'],
  ])('%s: the field %s of the log', (name, field) => {
    expect(resolveField(name)).toBe(findLogField(field))
  })

  test.each([
    ['payload.user.id', ['payload'], ['user', 'id']],
    ['payload.items.0', ['payload'], ['items', '0']],
    ['metadata.source', ['metadata'], ['source']],
    ['called_from.line', ['calledFrom'], ['line']],
    ['statusCode', ['payload', 'metadata'], ['statusCode']],
    ['user.id', ['payload', 'metadata'], ['user', 'id']],
    ['type.of', ['payload', 'metadata'], ['type', 'of']],
  ])('%s: a path', (name, roots, path) => {
    expect(resolveField(name)).toEqual({ name, kind: 'json', roots, path })
  })

  test.each(['', '.', 'payload.', 'payload..a', '.a'])('"%s": nothing', (name) => {
    expect(resolveField(name)).toBeUndefined()
  })
})

test('no name stands for two fields', () => {
  const names = FIELDS.flatMap((field) => [field.name, ...field.aliases])
  expect(new Set(names).size).toBe(names.length)
})

test('the documentation names every field, alias and operator', () => {
  const page = readFileSync(new URL('../../../docs/query-language.md', import.meta.url), 'utf8')
  const names = [...FIELDS.flatMap((field) => [field.name, ...field.aliases]), ...OPERATORS]
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
