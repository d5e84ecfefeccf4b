import { describe, expect, test } from 'vitest'
import { findCaret } from '../../../renderer/console/caret.ts'
import { completeQuery } from '../../../renderer/console/complete.ts'
import { gatherKnown } from '../../../renderer/console/known-data.ts'

const KNOWN = {
  log: {
    types: ['query', 'email'],
    targets: ['mysql'],
    tags: ['slow', 'db:mysql'],
    instances: ['shop'],
    streams: ['req-1'],
  },
  data: gatherKnown([
    { payload: { status: 200, user: { name: 'Mia' }, password: 'tea4two' }, metadata: { source: 'web' } },
    { payload: { status: 404, list: [1] }, metadata: {} },
  ]),
}

/** What is offered at the bar in a text. */
function offered(marked: string): readonly string[] {
  const caret = marked.indexOf('|')
  return completeQuery(marked.replace('|', ''), caret, KNOWN)?.items.map(({ label }) => label) ?? []
}

/** The text after the first offer was taken. */
function taken(marked: string): string | null | undefined {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  const found = completeQuery(text, caret, KNOWN)
  const [first] = found?.items ?? []
  return found && first && text.slice(0, found.from) + first.insert + text.slice(found.to)
}

describe('completion offers', () => {
  test.each([
    ['{ | }', ['from', 'where', 'select', 'orderBy', 'limit', 'offset', 'reduce']],
    ['{ "limit": 5, "o|" }', ['orderBy', 'offset', 'from']],
    ['|', ['query']],
    ['{ "where": | }', ['[]']],
    ['{ "orderBy": | }', ['{ "field": "time", "direction": "desc" }']],
    ['{ "limit": | }', ['100']],
    ['{ "reduce": { "type": "count", "groupBy": | } }', ['[]']],
    ['{ "where": [{ "not": | }] }', ['condition']],
    ['{ "where": [{ "field": "type", "operator": "in", "value": | }] }', ['[]']],
    ['{ "where": [{ "field": "duration", "operator": "between", "value": | }] }', ['[0, 100]']],
    ['{ "where": [{ "field": "type", "operator": "exists", "value": | }] }', ['true', 'false']],
    ['{ "from": { | } }', ['instance', 'stream']],
    ['{ "from": { "instance": "|" } }', ['*', 'shop']],
    ['{ "from": { "stream": | } }', ['req-1']],
    ['{ "where": [{ "field": "type", | }] }', ['operator', 'value', 'any', 'all', 'not']],
    ['{ "where": [{ "any": [{ "not": { "field": "targ|" } }] }] }', ['target', 'payload.target'].slice(0, 1)],
    ['{ "where": [{ "field": "type", "operator": "eq", "value": "|" }] }', ['query', 'email']],
    ['{ "where": [{ "value": "|", "field": "target" }] }', ['mysql']],
    ['{ "where": [{ "field": "tags", "operator": "|" }] }', ['contains', 'icontains', 'matches', 'exists']],
    ['{ "where": [{ "field": "payload.status", "operator": "in", "value": [200, |] }] }', ['200', '404']],
    ['{ "where": [{ "field": "status", "operator": "eq", "value": | }] }', ['200', '404']],
    ['{ "where": [{ "field": "write", "value": | }] }', ['true', 'false']],
    ['{ "where": [{ "field": "importance", "value": | }] }', ['1', '2', '3', '4', '5', '6', '7', '8']],
    ['{ "where": [{ "field": "text", "value": { "|" } }] }', ['pattern', 'flags']],
    ['{ "orderBy": { "field": "time", "direction": | } }', ['desc', 'asc']],
    ['{ "orderBy": [{ "field": "dur|" }] }', ['duration']],
    ['{ "select": ["payload.u|"] }', ['payload.user', 'payload.user.name']],
    ['{ "reduce": { "type": "|" } }', ['count', 'sum', 'avg', 'min', 'max', 'collect']],
    ['{ "reduce": { "groupBy": ["type", { | }] } }', ['field', 'bucket']],
    ['{ "reduce": { "groupBy": [{ "field": "time", "bucket": | }] } }', ['10s', '1m', '5m', '15m', '1h', '1d']],
    ['{ "reduce": { "groupBy": [{ "field": "duration", "bucket": | }] } }', ['10', '50', '100', '1000']],
  ])('%s', (text, labels) => {
    expect(offered(text)).toEqual(labels)
  })

  test('nothing behind a whole value, and nothing outside of the query', () => {
    expect(offered('{ "limit": 5 | }')).toEqual([])
    expect(offered('{ "from": { "instance": "*" } | }')).toEqual([])
    expect(offered('{ "limit": 5 } |')).toEqual([])
  })

  test('fields that only searching can use are offered in conditions alone', () => {
    expect(offered('{ "where": [{ "field": "tex|" }] }')).toEqual(['text'])
    expect(offered('{ "select": ["tex|"] }')).toEqual([])
  })

  test('no value of a secret', () => {
    expect(offered('{ "where": [{ "field": "payload.password", "value": | }] }')).toEqual([])
    expect(offered('{ "select": ["payload.passw|"] }')).toEqual(['payload.password'])
  })
})

test('what is taken replaces the word at the caret, quotes and all', () => {
  expect(taken('{ "orderBy": { "field": "dur|" } }')).toBe('{ "orderBy": { "field": "duration" } }')
  expect(taken('{ "orderBy": { "field": "dur| } }')).toBe('{ "orderBy": { "field": "duration"')
  expect(taken('{ "wh|" }')).toBe('{ "where": [] }')
  expect(taken('{ "wh|": [] }')).toBe('{ "where": [] }')
  expect(taken('{ "where": [{ "field": "status", "value": 40| }] }')).toBe(
    '{ "where": [{ "field": "status", "value": 404 }] }',
  )
})

test('a caret knows its path and what stands beside it, in text that is not complete', () => {
  const text = '{"where": [{"field": "a"}, {"field": "b", "value": '
  expect(findCaret(text, text.length)).toMatchObject({
    path: ['where', 1, 'value'],
    isKey: false,
    members: { field: 'b' },
  })
  expect(findCaret('{"a": "x, {", "b": [', 20)).toMatchObject({ path: ['b', 0] })
})
