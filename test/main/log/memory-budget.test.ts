import { expect, test } from 'vitest'
import { MemoryBudget } from '../../../main/log/memory-budget.ts'
import { openMemoryLog } from '../../helpers/memory-log.ts'

test('rows that need more memory than there is are refused, and do not count for those that come after them', async () => {
  const budget = new MemoryBudget(await openMemoryLog(), 1_000_000)
  await expect(budget.makeRoom([2_000_000], [])).rejects.toThrow('more memory than there is')
  await expect(budget.makeRoom([100], [])).resolves.toBeUndefined()
})
