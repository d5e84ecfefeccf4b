import { expect, test } from 'vitest'
import { formatQuery, readQuery } from '../../../renderer/console/query-text.ts'

const problemOf = (text: string) => {
  const { problem } = readQuery(text)
  return problem && { message: problem.message, part: text.slice(problem.range.from, problem.range.to) }
}

test('a query without "from" is about every app', () => {
  expect(readQuery('{"limit": 5}').query).toEqual({ from: { instance: '*' }, limit: 5 })
})

test('an error stands at the part that it blames', () => {
  expect(problemOf('{"where": [{"field": "a", "operator": "lke", "value": 1}]}')).toEqual({
    message: expect.stringContaining('where[0].operator: unknown operator "lke"'),
    part: '"lke"',
  })
  expect(problemOf('{"reduce": {"type": "count", "groupBy": [{"field": "time", "bucket": "1x"}]}}')?.part).toBe('"1x"')
  expect(problemOf('{"limt": 5}')?.part).toBe('"limt"')
  expect(problemOf('{"limit": 5, "where": [{"field": "a", "op" : "eq"}]}')?.part).toBe('"op"')
})

test('what is missing is blamed on what should hold it', () => {
  expect(problemOf('{"reduce": {"type": "sum"}}')).toEqual({
    message: 'reduce.field: sum needs a field',
    part: '{"type": "sum"}',
  })
})

test('text that is no JSON is marked where it stops being JSON', () => {
  expect(problemOf('{\n  "limit": oops\n}')).toEqual({
    message: 'not JSON: unexpected "o" at line 2, column 12',
    part: 'o',
  })
  expect(problemOf('{"limit": 5')?.message).toBe('not JSON: the text ends too early, something is not closed')
  expect(problemOf('  ')?.message).toContain('There is no query here')
  expect(problemOf('[1]')?.message).toBe('query: must be an object, not an array')
})

test('short parts stand in one line, long ones are broken', () => {
  const condition = { field: 'payload.user.name', operator: 'contains', value: 'somebody with a long name' }
  expect(formatQuery({ from: { instance: '*' }, where: [condition, condition], select: [] })).toBe(
    `{
  "from": { "instance": "*" },
  "where": [
    { "field": "payload.user.name", "operator": "contains", "value": "somebody with a long name" },
    { "field": "payload.user.name", "operator": "contains", "value": "somebody with a long name" }
  ],
  "select": []
}`,
  )
})

test('a text that was formatted is the same query', () => {
  const query = { from: { instance: 'a"b' }, where: [{ not: { any: [{ field: 'x', operator: 'exists' }] } }], limit: 7 }
  expect(readQuery(formatQuery(query)).query).toEqual(query)
})
