import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Attack, SHORT, tryAttack } from './attack.ts'
import { startTarget, type Target } from './target.ts'

/** Tests that a running Tattler holds against these attacks, one after the other, and ends as it is told after them. */
export function testAttacks(attacks: readonly Attack[]): void {
  let target: Target
  beforeAll(async () => {
    target = await startTarget()
  })
  afterAll(() => target?.stop())
  test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_, attack) => {
    const { outcome, isHeld } = await tryAttack(attack, target, SHORT)
    expect(isHeld, outcome).toBe(true)
  })
}
