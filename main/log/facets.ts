import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { Facets, TargetTotal } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import { compileConditions } from './compile.ts'
import { readTags } from './event-rows.ts'

/** Tags that are offered as filters; the most frequent ones, so that a tag per request cannot flood the viewer. */
const TAGS_OFFERED = 500
const QUERY = 'query'
/** What is counted of a target's queries, as `toTotal` reads it; the first is the number of events in a group. */
const TOTALS = `count(*)::DOUBLE, coalesce(sum(duration), 0), max(duration), arg_max(id, duration)::DOUBLE,
  count(*) FILTER (is_write)::DOUBLE, coalesce(sum(duration) FILTER (is_write), 0)`

/** Which events a view's facets count. */
export interface FacetScope {
  /** The instance and stream alone. */
  readonly from: readonly Condition[]
  /** The filter without its hidden types. */
  readonly where: readonly Condition[]
  readonly hiddenTypes: readonly string[]
}

/**
 * Counts beside a view. They only add up, so that a growing log costs what was added: `advance` counts the events since
 * the last call.
 */
export class FacetCounts {
  private readonly scope: FacetScope
  private lastId: EventId = 0
  private readonly types = new Map<string, number>()
  private readonly targets = new Map<string, TargetTotal>()
  private readonly tags = new Map<string, number>()

  constructor(scope: FacetScope) {
    this.scope = scope
  }

  async advance(connection: DuckDBConnection, upTo: EventId): Promise<void> {
    const added: Condition = { field: 'id', operator: 'between', value: [this.lastId + 1, upTo] }
    const { from, where } = this.scope
    await this.countTypesAndTargets(connection, [added, ...from, ...where])
    await this.countTags(connection, [added, ...from])
    this.lastId = upTo
  }

  result(): Facets {
    const tags = [...this.tags].sort((a, b) => b[1] - a[1]).slice(0, TAGS_OFFERED)
    return {
      types: Object.fromEntries(this.types),
      targets: sortTotals([...this.targets.values()]),
      tags: tags.map(([tag, count]) => ({ tag, count })).sort((a, b) => (a.tag < b.tag ? -1 : 1)),
    }
  }

  /** Both at once: a filter that searches in texts costs far more than counting what it finds. */
  private async countTypesAndTargets(connection: DuckDBConnection, conditions: readonly Condition[]): Promise<void> {
    const where = compileConditions(conditions)
    const reader = await connection.runAndReadAll(
      `SELECT type, CASE WHEN type = '${QUERY}' THEN target END AS queried, ${TOTALS}
       FROM events e WHERE ${where.sql} GROUP BY type, queried`,
      where.params,
    )
    for (const [type, target, ...totals] of reader.getRows()) {
      add(this.types, String(type), Number(totals[0]))
      if (typeof target !== 'string' || this.scope.hiddenTypes.includes(QUERY)) continue
      const total = toTotal(target, totals)
      const known = this.targets.get(target)
      this.targets.set(target, known ? addTotals(known, total) : total)
    }
  }

  private async countTags(connection: DuckDBConnection, conditions: readonly Condition[]): Promise<void> {
    const where = compileConditions(conditions)
    const reader = await connection.runAndReadAll(
      `SELECT tags, count(*)::DOUBLE FROM events e WHERE tags IS NOT NULL AND ${where.sql} GROUP BY tags`,
      where.params,
    )
    for (const [tags, count] of reader.getRows()) {
      for (const tag of new Set(readTags(tags))) add(this.tags, tag, Number(count))
    }
  }
}

/** Queries per target, most queries first. */
export async function readTotals(
  connection: DuckDBConnection,
  conditions: readonly Condition[],
): Promise<TargetTotal[]> {
  const where = compileConditions([{ field: 'type', operator: 'eq', value: QUERY }, ...conditions])
  const reader = await connection.runAndReadAll(
    `SELECT target, ${TOTALS} FROM events e WHERE target IS NOT NULL AND ${where.sql} GROUP BY target`,
    where.params,
  )
  return sortTotals(reader.getRows().map(([target, ...totals]) => toTotal(String(target), totals)))
}

function toTotal(target: string, values: readonly DuckDBValue[]): TargetTotal {
  const [count, duration, longest, slowestId, writes, writing] = values
  return {
    target,
    count: Number(count),
    duration: Number(duration),
    slowest: typeof longest === 'number' ? { id: Number(slowestId), duration: longest } : null,
    writes: { count: Number(writes), duration: Number(writing) },
  }
}

/** Totals of one target over two sets of events; `later` holds the newer ones. */
function addTotals(earlier: TargetTotal, later: TargetTotal): TargetTotal {
  const isLaterSlower = (later.slowest?.duration ?? -1) > (earlier.slowest?.duration ?? -1)
  return {
    target: earlier.target,
    count: earlier.count + later.count,
    duration: earlier.duration + later.duration,
    slowest: isLaterSlower ? later.slowest : earlier.slowest,
    writes: {
      count: earlier.writes.count + later.writes.count,
      duration: earlier.writes.duration + later.writes.duration,
    },
  }
}

function sortTotals(totals: TargetTotal[]): TargetTotal[] {
  return totals.sort((a, b) => b.count - a.count || (a.target < b.target ? -1 : 1))
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}
