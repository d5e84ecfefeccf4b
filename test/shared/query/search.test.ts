import { describe, expect, test } from 'vitest'
import type { Condition } from '../../../shared/query/query.ts'
import { formatTerm, parseSearch } from '../../../shared/query/search.ts'

const NOW = new Date(2026, 0, 31, 15, 0).getTime()

function conditionsOf(text: string): readonly Condition[] {
  const parsed = parseSearch(text, { now: NOW })
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.conditions
}

const text = (value: string): Condition => ({ field: 'text', operator: 'icontains', value })
const has = (value: string): Condition => ({ field: 'tags', operator: 'contains', value })
const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime()
const within = (from: number, to: number): Condition => ({
  all: [
    { field: 'time', operator: 'gte', value: from },
    { field: 'time', operator: 'lt', value: to },
  ],
})

describe('a search text means', () => {
  const cases: readonly [string, readonly Condition[]][] = [
    ['', []],
    ['  ', []],
    ['timeout', [text('timeout')]],
    ['two words', [text('two'), text('words')]],
    ['"two words"', [text('two words')]],
    ['"say \\"hi\\" \\\\"', [text('say "hi" \\')]],
    ['-timeout', [{ not: text('timeout') }]],
    ['-"two words"', [{ not: text('two words') }]],
    ['-', [text('-')]],
    ['a - b', [text('a'), text('-'), text('b')]],
    ['/time ?out/i', [{ field: 'text', operator: 'matches', value: { pattern: 'time ?out', flags: 'i' } }]],
    ['/a\\/b/', [{ field: 'text', operator: 'matches', value: 'a\\/b' }]],
    ['/usr/bin', [text('/usr/bin')]],
    ['/x/gi', [text('/x/gi')]],
    ['/health and /api', [text('/health'), text('and'), text('/api')]],

    ['type:query', [{ field: 'type', operator: 'eq', value: 'query' }]],
    ['-type:query', [{ not: { field: 'type', operator: 'eq', value: 'query' } }]],
    ['type:query,log', [{ field: 'type', operator: 'in', value: ['query', 'log'] }]],
    ['event_type:query', [{ field: 'type', operator: 'eq', value: 'query' }]],
    ['type:/^que/i', [{ field: 'type', operator: 'matches', value: { pattern: '^que', flags: 'i' } }]],
    ['target:"my sql",redis', [{ field: 'target', operator: 'in', value: ['my sql', 'redis'] }]],
    ['app:shop', [{ field: 'instance', operator: 'eq', value: 'shop' }]],
    ['target:*', [{ field: 'target', operator: 'exists', value: true }]],
    ['-duration:*', [{ not: { field: 'duration', operator: 'exists', value: true } }]],
    ['text:>5', [text('>5')]],
    ['summary:time', [{ field: 'summary', operator: 'icontains', value: 'time' }]],
    ['summary:"GET /"', [{ field: 'summary', operator: 'eq', value: 'GET /' }]],

    ['duration:>50', [{ field: 'duration', operator: 'gt', value: 50 }]],
    ['duration:>=1.5s', [{ field: 'duration', operator: 'gte', value: 1500 }]],
    ['duration:<2m', [{ field: 'duration', operator: 'lt', value: 120_000 }]],
    ['duration:<=50ms', [{ field: 'duration', operator: 'lte', value: 50 }]],
    ['duration:10..50', [{ field: 'duration', operator: 'between', value: [10, 50] }]],
    ['duration:10ms..', [{ field: 'duration', operator: 'gte', value: 10 }]],
    ['duration:..1s', [{ field: 'duration', operator: 'lte', value: 1000 }]],
    ['size:>10kb', [{ field: 'size', operator: 'gt', value: 10_240 }]],
    ['level:warning', [{ field: 'importance', operator: 'eq', value: 4 }]],
    ['level:>=error', [{ field: 'importance', operator: 'gte', value: 5 }]],
    ['level:notice..error', [{ field: 'importance', operator: 'between', value: [3, 5] }]],
    ['level:warning,error', [{ field: 'importance', operator: 'in', value: [4, 5] }]],
    ['importance:>4', [{ field: 'importance', operator: 'gt', value: 4 }]],
    ['success:false', [{ field: 'success', operator: 'eq', value: false }]],

    ['tag:db:mysql', [has('db:mysql')]],
    ['tag:"db"', [has('db')]],
    ['tag:db', [{ any: [has('db'), { field: 'tags', operator: 'matches', value: '^db:' }] }]],
    ['tag:db:*', [{ field: 'tags', operator: 'matches', value: '^db:' }]],

    ['after:10m', [{ field: 'time', operator: 'gte', value: NOW - 600_000 }]],
    ['time:2h', [{ field: 'time', operator: 'gte', value: NOW - 7_200_000 }]],
    ['before:14:30', [{ field: 'time', operator: 'lt', value: local(2026, 0, 31, 14, 30) }]],
    ['after:2026-01-30', [{ field: 'time', operator: 'gte', value: local(2026, 0, 30) }]],
    ['time:2026-01-30', [within(local(2026, 0, 30), local(2026, 0, 31))]],
    ['time:2026-01-30..2026-01-31', [within(local(2026, 0, 30), local(2026, 1, 1))]],
    ['time:14:30', [within(local(2026, 0, 31, 14, 30), local(2026, 0, 31, 14, 31))]],
    ['time:>2026-01-30', [{ field: 'time', operator: 'gte', value: local(2026, 0, 31) }]],
    ['after:2026-01-01T00:00:00Z', [{ field: 'time', operator: 'gte', value: Date.UTC(2026, 0, 1) }]],

    ['payload.status:500', [{ field: 'payload.status', operator: 'in', value: [500, '500'] }]],
    ['payload.status:"500"', [{ field: 'payload.status', operator: 'eq', value: '500' }]],
    ['payload.status:>=500', [{ field: 'payload.status', operator: 'gte', value: 500 }]],
    ['payload.at:>2026-01-01', [{ field: 'payload.at', operator: 'gt', value: '2026-01-01' }]],
    ['payload.status:500..599', [{ field: 'payload.status', operator: 'between', value: [500, 599] }]],
    ['payload.ok:true', [{ field: 'payload.ok', operator: 'in', value: [true, 'true'] }]],
    ['payload.path:/health', [{ field: 'payload.path', operator: 'icontains', value: '/health' }]],
    ['payload.path:=/health', [{ field: 'payload.path', operator: 'eq', value: '/health' }]],
    ['payload.path:../x', [{ field: 'payload.path', operator: 'icontains', value: '../x' }]],
    ['payload.html:<div>', [{ field: 'payload.html', operator: 'icontains', value: '<div>' }]],
    ['metadata.source:web', [{ field: 'metadata.source', operator: 'icontains', value: 'web' }]],
    ['status:>499', [{ field: 'status', operator: 'gt', value: 499 }]],
    ['status:500', [{ any: [{ field: 'status', operator: 'in', value: [500, '500'] }, text('status:500')] }]],
    [
      '-path:/health',
      [{ not: { any: [{ field: 'path', operator: 'icontains', value: '/health' }, text('path:/health')] } }],
    ],

    ['http://localhost:80/x?a=b', [text('http://localhost:80/x?a=b')]],
    ['Foo::bar', [text('Foo::bar')]],
    ['C:\\temp', [text('C:\\temp')]],
    ['12:30', [text('12:30')]],
    ['Error: broken', [text('Error:'), text('broken')]],
    ["don't", [text("don't")]],
  ]

  test.each(cases)('%s', (search, expected) => {
    expect(conditionsOf(search)).toEqual(expected)
  })
})

describe('an error says where it is', () => {
  const cases: readonly [string, string, string][] = [
    ['a "b c', '"b c', 'This quote is not closed'],
    ['a /x(/', '/x(/', 'Not a regular expression'],
    ['/(?=x)/', '/(?=x)/', 'lookahead'],
    ['level:wrong', 'wrong', 'one of debug, info, notice'],
    ['level:constructor', 'constructor', 'is not a level'],
    ['importance:9', '9', '"9" is not a level'],
    ['duration:>fast', 'fast', 'duration: "fast" is not a duration'],
    ['duration:1,,x', 'x', '"x" is not a duration'],
    ['tag:>5', '>5', 'has no order'],
    ['success:<true', '<true', 'has no order'],
    ['success:maybe', 'maybe', 'true or false'],
    ['after:tomorrow', 'tomorrow', 'not a time'],
    ['time:2026-02-30', '2026-02-30', 'not a time'],
    ['id:x', 'x', 'id: "x" is not a number'],
    ['type: query', '', 'type: needs a value'],
    ['type:,', ',', 'type: needs a value'],
    ['target:"my sql', '"my sql', 'not closed'],
  ]

  test.each(cases)('%s', (search, blamed, message) => {
    const parsed = parseSearch(search, { now: NOW })
    expect(parsed).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } })
    if (!parsed.ok) expect(search.slice(parsed.error.start, parsed.error.end)).toBe(blamed)
  })
})

test('terms tell their place, so they can be coloured and removed', () => {
  const search = ' -type:a,b  "x y" /r/ word'
  const parsed = parseSearch(search)
  const shown = parsed.ok
    ? parsed.terms.map((term) => [term.kind, search.slice(term.start, term.end), term.negated])
    : []
  expect(shown).toEqual([
    ['field', '-type:a,b', true],
    ['phrase', '"x y"', false],
    ['regex', '/r/', false],
    ['word', 'word', false],
  ])
})

describe('a formatted term finds exactly its value', () => {
  const cases: readonly [string, string | number | boolean, string, Condition][] = [
    ['target', 'mysql', 'target:mysql', { field: 'target', operator: 'eq', value: 'mysql' }],
    ['target', 'my "sql"', 'target:"my \\"sql\\""', { field: 'target', operator: 'eq', value: 'my "sql"' }],
    ['target', 'a,b', 'target:"a,b"', { field: 'target', operator: 'eq', value: 'a,b' }],
    ['type', '*', 'type:"*"', { field: 'type', operator: 'eq', value: '*' }],
    ['tag', 'db:mysql', 'tag:db:mysql', has('db:mysql')],
    ['tag', 'slow', 'tag:"slow"', has('slow')],
    ['payload.path', '/health', 'payload.path:"/health"', { field: 'payload.path', operator: 'eq', value: '/health' }],
    ['payload.n', 5, 'payload.n:5', { field: 'payload.n', operator: 'in', value: [5, '5'] }],
    ['level', 'warning', 'level:warning', { field: 'importance', operator: 'eq', value: 4 }],
    ['success', false, 'success:false', { field: 'success', operator: 'eq', value: false }],
    ['calledFrom', 'a.ts:3', 'calledFrom:"a.ts:3"', { field: 'calledFrom', operator: 'eq', value: 'a.ts:3' }],
  ]

  test.each(cases)('%s %s', (field, value, written, condition) => {
    expect(formatTerm(field, value)).toBe(written)
    expect(conditionsOf(written)).toEqual([condition])
  })
})
