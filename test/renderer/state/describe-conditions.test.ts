import { expect, test } from 'vitest'
import { describeConditions } from '../../../renderer/state/describe-conditions.ts'
import type { Condition } from '../../../shared/query/query.ts'

test.each<[readonly Condition[], string]>([
  [[{ field: 'type', operator: 'eq', value: 'query' }], 'type = query'],
  [
    [
      { field: 'duration', operator: 'between', value: [1, 5] },
      { field: 'note', operator: 'exists' },
    ],
    'duration 1 … 5 and note exists',
  ],
  [[{ field: 'target', operator: 'exists', value: false }], 'no target'],
  [[{ not: { field: 'type', operator: 'in', value: ['log', 'event'] } }], 'not type in log, event'],
  [
    [
      {
        any: [
          { field: 'a', operator: 'gt', value: 1 },
          { field: 'b', operator: 'matches', value: { pattern: 'x+' } },
        ],
      },
      { field: 'c', operator: 'eq', value: '' },
    ],
    '(a > 1 or b matches /x+/) and c = ""',
  ],
  [[{ any: [] }], 'nothing'],
])('%j', (conditions, text) => {
  expect(describeConditions(conditions)).toBe(text)
})
