import type { QueryLanguage } from './syntax.ts'
import { REDIS_WRITES } from './word-shape.ts'

const SQL_WRITES: ReadonlySet<string> = new Set(
  'insert update delete replace merge upsert create alter drop truncate rename grant revoke load copy import'.split(
    ' ',
  ),
)
/** Behind WITH: the statement after the named queries, or one among them. */
const WRITES_IN_WITH = /[()]\s*(?:insert|update|delete|merge)\b/i
/** In a text of several statements. */
const WRITES_LATER = /;\s*(?:insert|update|delete|replace|merge|create|alter|drop|truncate)\b/i
const JSON_WRITES =
  /^\s*(?:\{\s*"(?:insert|update|delete|findAndModify|createIndexes|drop|bulkWrite)"\s*:\s*"|\{\s*"(?:index|create|update|delete)"\s*:\s*\{|(?:put|delete|patch)\s|post\s+\S*\/_(?:bulk|doc|create|update|delete)|mutation\b|[\w$]+\.[\w$.]*\.?(?:insert|update|delete|remove|replace|save|bulkWrite|drop|createIndex|findOneAnd[RUD]|findAndModify)\w*\()/i
const TEXT_WRITES = /^\s*(?:put|post|delete|patch)\s/i

/** Whether a query changes data, as far as its words tell: a procedure may do anything. */
export function isWriting(query: string, firstWord: string, language: QueryLanguage): boolean {
  switch (language) {
    case 'sql':
      if (SQL_WRITES.has(firstWord)) return true
      return (firstWord === 'with' && WRITES_IN_WITH.test(query)) || (query.includes(';') && WRITES_LATER.test(query))
    case 'command':
      return REDIS_WRITES.has(firstWord)
    case 'json':
      return JSON_WRITES.test(query)
    case 'text':
      return TEXT_WRITES.test(query)
  }
}
