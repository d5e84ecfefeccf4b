import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Fails where the page, or the part of it that `within` selects, breaks a rule of accessibility in either theme. */
export async function expectAccessible(page: Page, within = 'body'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
    const axe = new AxeBuilder({ page }).include(within)
    // Themes differ in nothing but colour.
    if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block'])
    const { violations } = await axe.analyze()
    const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
    expect({ colorScheme, found }).toEqual({ colorScheme, found: [] })
  }
}
