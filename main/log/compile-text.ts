import { requiredText } from './required-text.ts'
import { raw, type Sql, sql } from './sql.ts'

/** From this length on, a caseless part of a word narrows a search enough to be looked for first. */
const ANCHOR_LENGTH = 3

/**
 * True where `text` has `part` in it, in any case. A regular expression finds that about twice as fast as
 * `contains(lower(…))`; what has no case (`404`, the `-976` of `user-976`) is found faster still.
 */
export function containsAnyCase(text: Sql, part: string): Sql {
  if (part === '') return raw('true')
  const anchor = longestCaselessRun(part)
  if (anchor === part) return sql`contains(${text}, ${part})`
  const found = matchesPattern(text, [...part].map(foldCharacter).join(''))
  return anchor.length < ANCHOR_LENGTH ? found : sql`(contains(${text}, ${anchor}) AND ${found})`
}

/** True where the regular expression matches some part of `text`. */
export function matchesPattern(text: Sql, pattern: string, flags = ''): Sql {
  return flags === '' ? sql`regexp_matches(${text}, ${pattern})` : sql`regexp_matches(${text}, ${pattern}, ${flags})`
}

/** The same for a column: looks first for what the pattern cannot do without. */
export function columnMatches(column: Sql, pattern: string, flags = ''): Sql {
  const required = flags === '' ? requiredText(pattern) : ''
  const found = matchesPattern(column, pattern, flags)
  return required === '' ? found : sql`(contains(${column}, ${required}) AND ${found})`
}

/** `text` as it stands inside a string of the payload's JSON. */
export function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function longestCaselessRun(text: string): string {
  let longest = ''
  let run = ''
  for (const character of text) {
    run = casesOf(character).length === 1 ? run + character : ''
    if (run.length > longest.length) longest = run
  }
  return longest
}

/**
 * The character in its cases, as a regular expression. Spelled out rather than left to the flag `i`, for which `k` and
 * `s` have a third case each (the Kelvin sign and the long s), which makes searching three times slower.
 */
function foldCharacter(character: string): string {
  const cases = casesOf(character)
  if (cases.length > 1) return `[${cases.join('')}]`
  if (character === '\0') return '\\x00'
  return /^[!-/:-@[-`{-~]$/.test(character) ? `\\${character}` : character
}

function casesOf(character: string): readonly string[] {
  const cases = [character, character.toLowerCase(), character.toUpperCase()]
  return [...new Set(cases)].filter((form) => form === character || [...form].length === 1)
}
