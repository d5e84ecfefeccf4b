import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export interface AccessibilityScope {
  /** The part of the page to look at; all of it without one. */
  readonly within?: string
  readonly without?: string
  /** Ids of rules, in place of all that are on by default. */
  readonly rules?: readonly string[]
}

/** What a check of accessibility finds, as `rule: element`. */
export async function findViolations(
  page: Page,
  { within, without, rules }: AccessibilityScope = {},
): Promise<string[]> {
  // A run for frames of foreign origin, and answers beside violations, would take five times as long and tell nothing.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (within) axe.include(within)
  if (without) axe.exclude(without)
  if (rules) axe.withRules([...rules])
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}
