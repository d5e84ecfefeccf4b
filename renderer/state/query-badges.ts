import { formatDuration } from '../../shared/format.ts'
import type { NPlusOne, QueryMark } from '../../shared/query-insight.ts'

export interface QueryBadge {
  readonly kind: 'slow' | 'same' | 'n-plus-one'
  /** A few characters for a row of the list. */
  readonly text: string
  /** Why the query has it, in whole sentences. */
  readonly why: string
}

interface MarkedQuery {
  /** ms. */
  readonly duration: number | null
  /** Null while it is not known. */
  readonly mark: QueryMark | null
}

/** The badges of a query; `slowQuery` is the duration from which on it is slow, ms. */
export function findBadges({ duration, mark }: MarkedQuery, slowQuery: number): QueryBadge[] {
  const badges: QueryBadge[] = []
  if (duration !== null && duration >= slowQuery) {
    const why = `It took ${formatDuration(duration)}. From ${formatDuration(slowQuery)} on, a query counts as slow.`
    badges.push({ kind: 'slow', text: 'slow', why })
  }
  if (mark && mark.same > 1) {
    const why = `This very query, values included, ran ${countTimes(mark.same)} in its stream. Its answer could be kept.`
    badges.push({ kind: 'same', text: `×${formatCount(mark.same)} same`, why })
  }
  if (mark?.nPlusOne) {
    badges.push({ kind: 'n-plus-one', text: `N+1 ×${formatCount(mark.nPlusOne.count)}`, why: explain(mark.nPlusOne) })
  }
  return badges
}

function explain({ count, place, hasValues }: NPlusOne): string {
  const places = {
    'call site': 'from the same line of code',
    parent: 'inside the same event',
    stream: 'in its stream; where they came from was not sent',
  }
  const ran = `Queries that differ in values only ran ${countTimes(count)} ${places[place]}`
  return hasValues
    ? `${ran}: one query for all of the values may do.`
    : `${ran}. Their values were not sent, so they may be the same query each time.`
}

function countTimes(count: number): string {
  return count === 2 ? 'twice' : `${formatCount(count)} times`
}

function formatCount(count: number): string {
  return count.toLocaleString('en')
}
