import type { QueryText } from './query-facts.ts'
import { codeAt } from './shape-text.ts'
import { REDIS_READS, REDIS_WRITES } from './word-shape.ts'

/** How a query is normalised; `command` is Redis and what looks like it. */
export type QueryLanguage = 'sql' | 'json' | 'command' | 'text'

/** What may stand before the first word of a query: white space, comments, brackets. */
const FIRST_WORD = /(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|#[^\n]*\n|\()*([a-z]+)?/iy

/** A query's first words are looked for in so much of it. */
const HEAD = 4096

/** The first word of a query in lower case; empty where it begins with none. */
export function firstWord(query: string): string {
  let end = 0
  while (isLetter(codeAt(query, end))) end++
  if (end > 0) return query.slice(0, Math.min(end, HEAD)).toLowerCase()
  FIRST_WORD.lastIndex = 0
  return FIRST_WORD.exec(query.length > HEAD ? query.slice(0, HEAD) : query)?.[1]?.toLowerCase() ?? ''
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
}

const SQL_WORDS: ReadonlySet<string> = new Set(
  `select insert update delete replace with create alter drop truncate begin commit rollback start savepoint release set
   show explain describe desc call exec execute merge upsert grant revoke use values pragma vacuum analyze lock unlock
   declare do copy attach detach table fetch optimize match reindex refresh prepare deallocate end abort`.split(/\s+/),
)
const SQL_SET =
  /^\s*set\s+(?:names|session|global|local|transaction|character|time|constraints|search_path|@|[\w.]+\s*(?:=|to\s))/i
const COMMAND_TARGET = /redis|valkey|keydb|dragonfly|memcache/i
const REQUEST_LINE = /^\s*(?:get|post|put|delete|patch|head)\s+(?:\/|https?:)/i

/**
 * Its `syntax` decides where it says something. Many senders always say `text`; then the text itself has to tell, and for
 * words that SQL and Redis share, its target.
 */
export function detectSyntax({ query, syntax = '', target }: QueryText, word: string): QueryLanguage {
  if (syntax !== '' && syntax !== 'text') {
    const named = syntax === 'sql' ? 'sql' : NAMED.find(({ names }) => names.test(syntax))?.language
    if (named) return named
  }
  if (word === '') return /^\s*[{[]/.test(query) ? 'json' : 'text'
  if (COMMAND_TARGET.test(target)) return 'command'
  if (REQUEST_LINE.test(query)) return query.includes('{') ? 'json' : 'text'
  if (word === 'set') return SQL_SET.test(query) ? 'sql' : 'command'
  if (SQL_WORDS.has(word)) return 'sql'
  if (REDIS_READS.has(word) || REDIS_WRITES.has(word)) return 'command'
  return /^\s*[\w.$]+\s*[({]/.test(query) ? 'json' : 'text'
}

const NAMED: readonly { readonly names: RegExp; readonly language: QueryLanguage }[] = [
  { names: /sql|maria|oracle|cypher/i, language: 'sql' },
  { names: /json|mongo|elastic|opensearch|graphql/i, language: 'json' },
  { names: /redis|valkey/i, language: 'command' },
  { names: /xml|html/i, language: 'text' },
]
