import { describeConditions } from './describe-conditions.ts'
import type { Filter } from './filter.ts'

/** A filter under a name. Where to look (instance, stream) is not part of it. */
export interface SavedFilter {
  readonly name: string
  readonly filter: Omit<Filter, 'from' | 'searchConditions'>
}

/** The list with a filter under a name; one of the same name is replaced in its place. */
export function saveFilter(saved: readonly SavedFilter[], name: string, from: Filter): readonly SavedFilter[] {
  const { from: _from, searchConditions: _conditions, ...filter } = from
  const entry = { name, filter }
  return saved.some((other) => other.name === name)
    ? saved.map((other) => (other.name === name ? entry : other))
    : [...saved, entry]
}

/** A name for a filter that the user need not think of: its search, or what else it narrows. */
export function suggestName({ search, importance, hiddenTypes, tagValues, flags, conditions }: Filter): string {
  if (search.trim() !== '') return search.trim().slice(0, 60)
  if (conditions.length > 0) return describeConditions(conditions).slice(0, 60)
  const tags = [
    ...Object.entries(tagValues).map(([name, values]) => `${name}:${values.join(',')}`),
    ...Object.keys(flags),
  ]
  if (tags.length > 0) return tags.join(' ').slice(0, 60)
  const [lowest, highest] = importance
  if (lowest > 1 || highest < 8) return `importance ${lowest} to ${highest}`
  return hiddenTypes.length > 0 ? `without ${hiddenTypes.join(', ')}`.slice(0, 60) : ''
}

/** Whether a filter narrows anything. */
export function isNarrowed(filter: Filter): boolean {
  return suggestName(filter) !== ''
}
