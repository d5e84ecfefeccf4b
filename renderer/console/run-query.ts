import type { EventQuery, QueryResult } from '../../shared/query/query.ts'
import type { Backend } from '../backend.ts'
import { messageOf, showFailure } from '../ui/failures.ts'
import { remember, replaceText, useConsole } from './console-state.ts'
import { readQuery } from './query-text.ts'

/** Events that are shown of a query that names no limit: it would answer up to 10,000 with all they carry. */
export const MOST_EVENTS = 1000
/** Shapes of queries that are named in an answer. */
const MOST_SHAPES = 300

/** Runs what is written. A text that is no query is not run: what is wrong stands beside it. */
export async function runWritten(backend: Backend): Promise<void> {
  const { text } = useConsole.getState()
  const { query } = readQuery(text)
  if (query === null) return
  const since = Date.now()
  const started = performance.now()
  const running = { since }
  useConsole.setState(({ history }) => ({ running, history: remember(history, text, since) }))
  // Another query may have been begun in the meantime, or this one ended.
  const isCurrent = () => useConsole.getState().running === running
  try {
    const isLimited = query.limit !== undefined || query.reduce !== undefined
    const result = await backend.request('console/run', isLimited ? query : { ...query, limit: MOST_EVENTS })
    const took = performance.now() - started
    const shapes = await readShapes(backend, query, result)
    if (isCurrent()) useConsole.setState({ running: null, failure: null, answer: { query, result, took, shapes } })
  } catch (error) {
    if (isCurrent()) useConsole.setState({ running: null, answer: null, failure: messageOf(error) })
  }
}

/** Writes a query and runs it. */
export function runText(backend: Backend, text: string): Promise<void> {
  replaceText(text)
  return runWritten(backend)
}

export function cancelRun(backend: Backend): void {
  if (useConsole.getState().running === null) return
  useConsole.setState({ running: null })
  backend.request('console/cancel', undefined).catch(showFailure)
}

/** One of the queries of each shape that an answer groups by: the number alone tells nobody anything. */
async function readShapes(
  backend: Backend,
  { reduce }: EventQuery,
  { aggregation }: QueryResult,
): Promise<ReadonlyMap<number, string>> {
  const shapes = reduce?.groupBy?.includes('shape') ? readGroups(aggregation, 'shape').slice(0, MOST_SHAPES) : []
  if (shapes.length === 0) return new Map()
  const { aggregation: named } = await backend.request('log/query', {
    from: { instance: '*' },
    where: [{ field: 'shape', operator: 'in', value: shapes }],
    reduce: { type: 'min', field: 'summary', groupBy: ['shape'] },
  })
  return new Map(readRows(named).map(({ group, value }) => [Number(group.shape), String(value)]))
}

/** Groups of an answer, as `reduce` with `groupBy` gives them. */
export interface GroupRow {
  readonly group: Readonly<Record<string, unknown>>
  readonly value: unknown
}

export function readRows(aggregation: unknown): readonly GroupRow[] {
  return Array.isArray(aggregation) ? aggregation.filter(isGroupRow) : []
}

export function isGroupRow(item: unknown): item is GroupRow {
  return typeof item === 'object' && item !== null && 'group' in item && 'value' in item
}

function readGroups(aggregation: unknown, name: string): readonly number[] {
  const found = readRows(aggregation).map(({ group }) => group[name])
  return [...new Set(found.filter((value) => typeof value === 'number'))]
}
