/**
 * Importance 1-8, as the web debug protocol numbers the PSR-3 levels. This is the only place where the words and the
 * numbers meet.
 */
export type Importance = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** Level names by importance; index 0 is importance 1. */
export const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const
export type Level = (typeof LEVELS)[number]

/** From this importance on, an event counts as an error: `e` jumps to it and its row stands out. */
export const ERROR_IMPORTANCE: Importance = 5

const SYNONYMS: Readonly<Record<string, Importance>> = { trace: 1, warn: 4, err: 5, fatal: 6, crit: 6, emerg: 8 }

export function levelOf(importance: Importance): Level {
  return LEVELS[importance - 1] as Level
}

/** The importance of a level word in any case (`warn`, `WARNING`), or undefined for a word that is no level. */
export function importanceOf(level: string): Importance | undefined {
  const word = level.toLowerCase()
  const index = (LEVELS as readonly string[]).indexOf(word)
  if (index >= 0) return (index + 1) as Importance
  return Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : undefined
}

/** Rounds and clamps any finite number into 1-8. */
export function clampImportance(value: number): Importance {
  return Math.min(8, Math.max(1, Math.round(value))) as Importance
}
