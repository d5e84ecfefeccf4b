import type { Condition } from '../../shared/query/query.ts'
import { parseSearch } from '../../shared/query/search.ts'
import { Failure } from './failure.ts'

/** The conditions of a search text. Throws a `Failure` that points at the offending part. */
export function parseSearchText(text: string): readonly Condition[] {
  const parsed = parseSearch(text, { now: Date.now() })
  if (parsed.ok) return parsed.conditions
  const { message, start, end } = parsed.error
  const caret = ' '.repeat(start) + '^'.repeat(Math.max(1, end - start))
  throw new Failure(`${message}\n  ${text.replaceAll(/\s/g, ' ')}\n  ${caret}`, 2)
}
