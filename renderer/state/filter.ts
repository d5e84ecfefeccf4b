import type { ViewSpec } from '../../shared/messages.ts'
import type { Condition, EventQuery } from '../../shared/query/query.ts'

/** What the user narrows the log with, as the controls show it. */
export interface Filter {
  /** Text of the search box, valid or not. */
  readonly search: string
  /** Conditions of the last valid search text. */
  readonly searchConditions: readonly Condition[]
  /** Lowest and highest importance, inclusive. */
  readonly importance: readonly [number, number]
  readonly hiddenTypes: readonly string[]
  /** Chosen values of `name:value` tags, by name: any of the values will do. */
  readonly tagValues: Readonly<Record<string, readonly string[]>>
  readonly flags: Readonly<Record<string, FlagChoice>>
  /** Conditions that came from the query console as they stand: no other control shows them. */
  readonly conditions: readonly Condition[]
  readonly from: EventQuery['from']
}

/** Whether events must have a flag (a tag without a value) or must not; absent means either way. */
export type FlagChoice = 'with' | 'without'

export const EVERY_INSTANCE: EventQuery['from'] = { instance: '*' }
export const FULL_RANGE: Filter['importance'] = [1, 8]

export const NO_FILTER: Filter = {
  search: '',
  searchConditions: [],
  importance: FULL_RANGE,
  hiddenTypes: [],
  tagValues: {},
  flags: {},
  conditions: [],
  from: EVERY_INSTANCE,
}

/** The part of a filter that the collector needs for a view. */
export function toViewFilter(filter: Filter): Pick<ViewSpec, 'from' | 'where' | 'hiddenTypes'> {
  const [lowest, highest] = filter.importance
  const where: Condition[] = [...filter.conditions, ...filter.searchConditions]
  if (lowest > 1 || highest < 8) where.push({ field: 'importance', operator: 'between', value: [lowest, highest] })
  for (const [name, values] of Object.entries(filter.tagValues)) {
    if (values.length > 0) where.push({ any: values.map((value) => hasTag(`${name}:${value}`)) })
  }
  for (const [flag, choice] of Object.entries(filter.flags)) {
    where.push(choice === 'with' ? hasTag(flag) : { not: hasTag(flag) })
  }
  return { from: filter.from, where, hiddenTypes: filter.hiddenTypes }
}

function hasTag(tag: string): Condition {
  return { field: 'tags', operator: 'contains', value: tag }
}

export function toggleType(filter: Filter, type: string): Filter {
  const isHidden = filter.hiddenTypes.includes(type)
  const hiddenTypes = isHidden ? filter.hiddenTypes.filter((other) => other !== type) : [...filter.hiddenTypes, type]
  return { ...filter, hiddenTypes }
}

/** Hides all of `types` but one; all of them show again when that one is already alone. */
export function isolateType(filter: Filter, type: string, types: readonly string[]): Filter {
  const others = types.filter((other) => other !== type)
  const isAlone = !filter.hiddenTypes.includes(type) && others.every((other) => filter.hiddenTypes.includes(other))
  return { ...filter, hiddenTypes: isAlone ? [] : others }
}

export function toggleTagValue(filter: Filter, name: string, value: string): Filter {
  const { [name]: chosen = [], ...others } = filter.tagValues
  const values = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]
  return { ...filter, tagValues: values.length === 0 ? others : { ...others, [name]: values } }
}

/** Sets what a flag must be; null lifts the condition. */
export function chooseFlag(filter: Filter, flag: string, choice: FlagChoice | null): Filter {
  const { [flag]: _, ...others } = filter.flags
  return { ...filter, flags: choice === null ? others : { ...others, [flag]: choice } }
}

/** Moves one thumb of the range; the other gives way. */
export function setImportance(filter: Filter, thumb: 0 | 1, value: number): Filter {
  const [lowest, highest] = filter.importance
  const importance: Filter['importance'] =
    thumb === 0 ? [value, Math.max(value, highest)] : [Math.min(value, lowest), value]
  return { ...filter, importance }
}

/** The search text with a term added at its end, or without it if it was there. */
export function toggleTerm(search: string, term: string): string {
  const padded = ` ${search} `
  const position = padded.indexOf(` ${term} `)
  if (position < 0) return search.trim() === '' ? term : `${search.trimEnd()} ${term}`
  return (padded.slice(0, position) + padded.slice(position + term.length + 1)).trim()
}

export function hasTerm(search: string, term: string): boolean {
  return ` ${search} `.includes(` ${term} `)
}
