import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { findViolations } from '../helpers/accessibility.ts'

/** Fails where the page, or the part of it that `within` selects, breaks a rule of accessibility in either theme. */
export async function expectAccessible(page: Page, within = 'body'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
    const found = await findViolations(page, {
      within,
      // No script runs in the frame of a mail, not even the one that checks.
      without: 'iframe',
      // Themes differ in nothing but colour.
      ...(colorScheme === 'dark' && { rules: ['color-contrast', 'link-in-text-block'] }),
    })
    expect({ colorScheme, found }).toEqual({ colorScheme, found: [] })
  }
}
