import { hideSecrets } from '../hide-secrets.ts'
import { HIDDEN_SECRET, isSecretName } from '../secrets.ts'
import type { EventQuery, QueryResult } from './query.ts'

/** A row of an answer with groups. */
interface Group {
  readonly group: Readonly<Record<string, unknown>>
  readonly value: unknown
}

/** Sums, averages and counts tell of no value. */
const TELLING_REDUCES: ReadonlySet<string> = new Set(['min', 'max', 'collect'])

/** The answer to a query without the values of secrets: those of events, of groups, and those that the query itself picks out. */
export function hideSecretsOfResult(query: EventQuery, result: QueryResult, mask = HIDDEN_SECRET): QueryResult {
  if (result.events) return { ...result, events: hideSecrets(result.events, mask) }
  const { reduce } = query
  const { aggregation } = result
  if (!reduce) return result
  const isPicked = TELLING_REDUCES.has(reduce.type) && reduce.field !== undefined && isSecretName(reduce.field)
  if (!reduce.groupBy?.length) {
    return { ...result, aggregation: isPicked && aggregation !== null ? mask : hideSecrets(aggregation, mask) }
  }
  const rows = Array.isArray(aggregation) ? aggregation : []
  const masked = rows.map((row: Group) => maskGroup(row, isPicked, mask))
  return masked.every((row, index) => row === rows[index]) ? result : { ...result, aggregation: masked }
}

function maskGroup(row: Group, isPicked: boolean, mask: string): Group {
  return isPicked ? { group: hideSecrets(row.group, mask), value: mask } : hideSecrets(row, mask)
}
