import { expect, test } from 'vitest'
import { SHORT } from './fault.ts'
import { FAULTS } from './faults.ts'

/** Without the one that measures time, which `npm run test:faults` makes alone. */
const TOGETHER = Object.entries(FAULTS).filter(([name]) => name !== 'soak')

// Much of a fault is waiting.
test.concurrent.each(TOGETHER)('%s: nothing that was acknowledged is lost, and the user is told', async (_, make) => {
  const { isRight, outcome } = await make(SHORT)
  expect(isRight, outcome).toBe(true)
})
