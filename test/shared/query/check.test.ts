import { describe, expect, test } from 'vitest'
import { checkConditions, checkQuery } from '../../../shared/query/check.ts'

const from = { instance: 'i1' }
const where = (...conditions: unknown[]) => ({ from, where: conditions })
const comparison = (operator: string, value?: unknown, field = 'payload.n') => where({ field, operator, value })

const groupedBy = (...groupBy: unknown[]) => ({ from, reduce: { type: 'count', groupBy } })

function nested(depth: number): unknown {
  return depth === 0 ? { field: 'type', operator: 'exists' } : { not: nested(depth - 1) }
}

describe('a query is taken as it is', () => {
  test.each([
    [{ from }],
    [{ from: { instance: '*', stream: 's' }, limit: 1, offset: 0 }],
    [{ from, orderBy: { field: 'timestamp', direction: 'desc' } }],
    [{ from, orderBy: [{ field: 'payload.a.0' }, { field: 'id', direction: 'asc' }] }],
    [{ from, select: ['event_type', 'payload.user.id'] }],
    [{ from, reduce: { type: 'count' } }],
    [{ from, reduce: { type: 'avg', field: 'responseTime', groupBy: ['event_type', 'stream_id'] } }],
    [where({ field: 'payload.n', operator: 'eq', value: null })],
    [where({ field: 'timestamp', operator: 'between', value: ['2026-01-01', 1_800_000_000_000] })],
    [where({ field: 'payload.list', operator: 'contains', value: 1 })],
    [where({ field: 'n', operator: 'in', value: [1, 'a', true, null] })],
    [where({ field: 'text', operator: 'matches', value: { pattern: 'a+', flags: 'i' } })],
    [where({ field: 'success', operator: 'exists' })],
    [where({ any: [{ all: [] }, { not: { field: 'tags', operator: 'contains', value: 'slow' } }] })],
    [where(nested(20))],
  ])('%j', (query) => {
    expect(checkQuery(query)).toEqual(query)
  })
})

describe('an error names the offending part', () => {
  test.each<[unknown, string]>([
    [null, 'query: must be an object, not null'],
    [{}, 'from: must be an object, not missing'],
    [{ from: {} }, 'from.instance: must be a text, not missing'],
    [{ from: { instance: 5 } }, 'from.instance: must be a text, not 5'],
    [{ from: { instance: 'a', strem: 'b' } }, 'from.strem: unknown key; one of instance, stream'],
    [{ from, wher: [] }, 'wher: unknown key; one of from, where, select, orderBy, limit, offset, reduce'],
    [{ from, where: {} }, 'where: must be an array, not an object'],
    [where('x'), 'where[0]: must be an object, not "x"'],
    [where({ field: 'a', operator: 'lke', value: 1 }), 'where[0].operator: unknown operator "lke"; one of eq, neq, gt'],
    [where({ operator: 'eq', value: 1 }), 'where[0].field: must be a text, not missing'],
    [where({ field: 'payload..a', operator: 'eq', value: 1 }), 'where[0].field: not a field: "payload..a"'],
    [where({ field: 'a', operator: 'eq', valeu: 1 }), 'where[0].valeu: unknown key'],
    [where({ any: [{ not: { field: 'a', operator: 'x' } }] }), 'where[0].any[0].not.operator: unknown operator "x"'],
    [where({ any: [], all: [] }), 'where[0].all: unknown key; one of any'],
    [where({ any: [], field: 'a' }), 'where[0].field: unknown key; one of any'],
    [where(nested(21)), 'more than 20 groups inside each other'],
    [{ from, where: Array(1001).fill(nested(0)) }, 'where[1000]: more than 1000 conditions'],
    [comparison('eq'), 'where[0].value: must be a text, a number, true, false or null, not missing'],
    [comparison('eq', [1]), 'where[0].value: must be a text, a number, true, false or null, not an array'],
    [comparison('gt', true), 'where[0].value: must be a number or a text, not true'],
    [comparison('gt', Number.NaN), 'where[0].value: must be a number or a text, not NaN'],
    [comparison('between', [1]), 'where[0].value: must be a pair [low, high], not an array'],
    [comparison('between', 5), 'where[0].value: must be a pair [low, high], not 5'],
    [comparison('between', [1, {}]), 'where[0].value[1]: must be a number or a text, not an object'],
    [comparison('in', 'a'), 'where[0].value: must be an array, not "a"'],
    [comparison('in', ['a', {}]), 'where[0].value[1]: must be a text, a number'],
    [comparison('contains', {}), 'where[0].value: must be a text, not an object'],
    [comparison('contains', 5, 'summary'), 'where[0].value: must be a text, not 5'],
    [comparison('icontains', 5), 'where[0].value: must be a text, not 5'],
    [comparison('matches', '(?=a)'), 'where[0].value: not a regular expression: lookahead and lookbehind'],
    [comparison('matches', { pattern: '(' }), 'where[0].value.pattern: not a regular expression: a ( is not closed'],
    [comparison('matches', { pattern: 'a', flags: 'g' }), 'where[0].value.flags: unknown flags "g"'],
    [comparison('matches', { pattern: 'a', flag: 'i' }), 'where[0].value.flag: unknown key'],
    [comparison('exists', 1), 'where[0].value: must be true or false, not 1'],
    [
      comparison('gt', 'soon', 'timestamp'),
      'where[0].value: must be ms since the epoch or an ISO 8601 time, not "soon"',
    ],
    [comparison('eq', 'a', 'tags'), 'where[0].operator: tags takes contains, icontains, matches, exists, not eq'],
    [comparison('eq', 'a', 'text'), 'where[0].operator: text takes contains'],
    [{ from, limit: 0 }, 'limit: must be a whole number from 1 on, not 0'],
    [{ from, limit: 1.5 }, 'limit: must be a whole number from 1 on, not 1.5'],
    [{ from, limit: '5' }, 'limit: must be a whole number from 1 on, not "5"'],
    [{ from, offset: -1 }, 'offset: must be a whole number from 0 on, not -1'],
    [{ from, select: 'type' }, 'select: must be an array, not "type"'],
    [{ from, select: ['type', 5] }, 'select[1]: must be a text, not 5'],
    [{ from, select: ['text'] }, 'select[0]: text can only be searched'],
    [{ from, orderBy: 'time' }, 'orderBy: must be an object, not "time"'],
    [
      { from, orderBy: { field: 'time', direction: 'down' } },
      'orderBy.direction: unknown direction "down"; one of asc, desc',
    ],
    [{ from, orderBy: [{ field: 'a' }, { fild: 'b' }] }, 'orderBy[1].fild: unknown key; one of field, direction'],
    [{ from, reduce: { type: 'median' } }, 'reduce.type: unknown reduce type "median"; one of count, sum'],
    [{ from, reduce: { type: 'sum' } }, 'reduce.field: sum needs a field'],
    [{ from, reduce: { type: 'count', groupBy: 'type' } }, 'reduce.groupBy: must be an array, not "type"'],
    [groupedBy(5), 'reduce.groupBy[0]: must be a field or {"field", "bucket"}, not 5'],
    [groupedBy({ field: 'time' }), 'reduce.groupBy[0].bucket: must be a time like 10s, 1m, 1h or 1d, not missing'],
    [
      groupedBy({ field: 'time', bucket: 60 }),
      'reduce.groupBy[0].bucket: must be a time like 10s, 1m, 1h or 1d, not 60',
    ],
    [groupedBy({ field: 'time', bucket: '0m' }), 'reduce.groupBy[0].bucket: must be a time like 10s'],
    [groupedBy({ field: 'time', bucket: '1 m' }), 'reduce.groupBy[0].bucket: must be a time like 10s'],
    [
      groupedBy({ field: 'duration', bucket: '1m' }),
      'must be a number above 0, not "1m"; time and received take times',
    ],
    [groupedBy({ field: 'duration', bucket: 0 }), 'reduce.groupBy[0].bucket: must be a number above 0, not 0'],
    [groupedBy({ field: 'type', bucket: 5 }), 'reduce.groupBy[0].bucket: type has no buckets; times and numbers do'],
    [groupedBy({ field: 'text', bucket: 5 }), 'reduce.groupBy[0].field: text can only be searched'],
    [groupedBy({ field: 'time', buckets: '1m' }), 'reduce.groupBy[0].buckets: unknown key; one of field, bucket'],
    [groupedBy('time', { field: 'time', bucket: '1m' }), 'reduce.groupBy[1]: time is there already'],
  ])('%j', (query, message) => {
    expect(() => checkQuery(query)).toThrow(message)
  })
})

test('groups are fields, buckets of times and buckets of numbers', () => {
  const query = groupedBy('type', { field: 'time', bucket: '90s' }, { field: 'payload.ms', bucket: 0.5 })
  expect(checkQuery(query)).toEqual(query)
})

test('conditions alone are checked like those of a query', () => {
  expect(checkConditions([{ not: nested(0) }])).toEqual([{ not: nested(0) }])
  expect(() => checkConditions([{ field: 'a' }], 'where')).toThrow('where[0].operator: is missing; one of eq, ')
})
