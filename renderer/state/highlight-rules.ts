import { parseSearch } from '../../shared/query/search.ts'

export const HIGHLIGHT_COLORS = ['amber', 'green', 'teal', 'blue', 'violet', 'pink'] as const
export type HighlightColor = (typeof HIGHLIGHT_COLORS)[number]

/** Colours the rows that a search finds, without hiding the others. */
export interface HighlightRule {
  readonly search: string
  readonly color: HighlightColor
  readonly isOn: boolean
}

/** The most rules there can be. */
export const MOST_RULES = 50

/** The rules with one more, in the colour that is used least. A rule for the same search is switched on instead. */
export function addRule(rules: readonly HighlightRule[], search: string): readonly HighlightRule[] {
  if (rules.some((rule) => rule.search === search)) {
    return rules.map((rule) => (rule.search === search ? { ...rule, isOn: true } : rule))
  }
  const uses = (color: HighlightColor) => rules.filter((rule) => rule.color === color).length
  const color = HIGHLIGHT_COLORS.reduce((least, next) => (uses(next) < uses(least) ? next : least))
  return [...rules, { search, color, isOn: true } as const].slice(-MOST_RULES)
}

/** The rules that can be asked about: on, and with a search that holds. */
export function activeRules(rules: readonly HighlightRule[]) {
  return rules.flatMap((rule) => {
    const parsed = parseSearch(rule.search)
    return rule.isOn && parsed.ok && parsed.conditions.length > 0 ? [{ ...rule, conditions: parsed.conditions }] : []
  })
}

/** Rules from storage; what does not fit is left out. */
export function parseRules(stored: unknown): readonly HighlightRule[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((item): HighlightRule[] => {
    const { search, color, isOn } = Object(item) as Record<string, unknown>
    const known = HIGHLIGHT_COLORS.find((one) => one === color)
    return typeof search === 'string' && known ? [{ search, color: known, isOn: isOn !== false }] : []
  })
}
