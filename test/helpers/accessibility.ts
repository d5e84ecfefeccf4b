import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What the system asks of all pages. */
type Look = { readonly colorScheme: 'light' | 'dark'; readonly contrast: 'no-preference' | 'more' }

/** The last is the one that a page is left in. */
const THEMES: readonly Look[] = [
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'no-preference' },
]
const THEMES_AND_CONTRASTS: readonly Look[] = [
  ...THEMES.map(({ colorScheme }) => ({ colorScheme, contrast: 'more' as const })),
  ...THEMES,
]

/** Themes and contrasts differ in nothing but colour. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block']

export interface AccessibilityScope {
  /** The part of the page to look at; all of it without one. */
  readonly within?: string
  /** Whether to look in high contrast, too. */
  readonly inAnyContrast?: boolean
}

/** Fails where the page, as it follows the system, breaks a rule of accessibility in one of its themes. */
export async function expectAccessible(page: Page, { within, inAnyContrast }: AccessibilityScope = {}): Promise<void> {
  const looks = inAnyContrast ? THEMES_AND_CONTRASTS : THEMES
  for (const look of looks) {
    await follow(page, look)
    const found = await findViolations(page, { within, rules: look === looks.at(-1) ? undefined : RULES_OF_COLOUR })
    expect({ ...look, found }).toEqual({ ...look, found: [] })
  }
}

/** Fails where text has less contrast than 7:1 in one of the themes of high contrast. */
export async function expectHighContrast(page: Page): Promise<void> {
  for (const { colorScheme } of THEMES) {
    await follow(page, { colorScheme, contrast: 'more' })
    const found = await findViolations(page, { rules: ['color-contrast-enhanced', 'color-contrast'] })
    expect({ colorScheme, found }).toEqual({ colorScheme, found: [] })
  }
}

async function follow(page: Page, look: Look): Promise<void> {
  // Without motion: while one colour turns into another, any contrast may be found.
  await page.emulateMedia({ ...look, reducedMotion: 'reduce' })
  const contrast = look.contrast === 'more' ? 'high' : 'normal'
  await page.locator(`html[data-theme=${look.colorScheme}][data-contrast=${contrast}][data-motion=reduced]`).waitFor()
}

interface Check {
  readonly within?: string | undefined
  /** Ids of rules, in place of all that are on by default. */
  readonly rules?: readonly string[] | undefined
}

/** What is wrong, as `rule: element`. */
async function findViolations(page: Page, { within, rules }: Check): Promise<string[]> {
  // Half a megabyte of script, which would be put into the page twice for each check.
  const hasAxe = await page.evaluate(() => 'axe' in window)
  // A run for frames of foreign origin, and answers beside violations, would take five times as long and tell nothing.
  const axe = new AxeBuilder({ page, ...(hasAxe && { axeSource: 'void 0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    // No script runs in the frame of a mail, not even the one that checks.
    .exclude('iframe')
  if (within) axe.include(within)
  if (rules) axe.withRules([...rules])
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}
