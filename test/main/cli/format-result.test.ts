import { describe, expect, test } from 'vitest'
import { formatResult } from '../../../main/cli/format-result.ts'

describe('formatResult', () => {
  test('prints selected fields as columns, nested ones with dotted names', () => {
    const events = [
      { type: 'query', duration: 5, payload: { target: 'mysql' } },
      { type: 'request', duration: 120, payload: {} },
    ]
    expect(formatResult({ events, total: 2 }, 'table')).toBe(
      ['type     duration  payload.target', 'query           5  mysql', 'request       120', ''].join('\n'),
    )
  })

  test('prints each group of an aggregation as a row', () => {
    const aggregation = [
      { group: { target: 'mysql' }, value: 12 },
      { group: { target: 'redis' }, value: 3 },
    ]
    expect(formatResult({ aggregation, total: 15 }, 'table')).toBe(
      ['group.target  value', 'mysql            12', 'redis             3', ''].join('\n'),
    )
    expect(formatResult({ aggregation, total: 15 }, 'ndjson')).toBe(
      '{"group":{"target":"mysql"},"value":12}\n{"group":{"target":"redis"},"value":3}\n',
    )
  })

  test('prints a bare value as itself', () => {
    expect(formatResult({ aggregation: 3.5, total: 9 }, 'ndjson')).toBe('3.5\n')
  })

  test('prints nothing for no events', () => {
    expect(formatResult({ events: [], total: 0 }, 'table')).toBe('')
  })
})
