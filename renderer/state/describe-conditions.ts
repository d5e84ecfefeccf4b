import type { Comparison, Condition, Operator } from '../../shared/query/query.ts'

const SIGNS: Readonly<Record<Operator, string>> = {
  eq: '=',
  neq: '≠',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  contains: 'contains',
  in: 'in',
  between: 'between',
  icontains: 'contains (any case)',
  matches: 'matches',
  exists: 'exists',
}

/** Conditions in one line for people: `type = query and (target = mysql or target = redis)`. */
export function describeConditions(conditions: readonly Condition[]): string {
  return conditions.map((condition) => describe(condition, conditions.length > 1)).join(' and ')
}

function describe(condition: Condition, isInner: boolean): string {
  if ('any' in condition) return describeGroup(condition.any, ' or ', 'nothing', isInner)
  if ('all' in condition) return describeGroup(condition.all, ' and ', 'everything', isInner)
  if ('not' in condition) return `not ${describe(condition.not, true)}`
  return describeComparison(condition)
}

function describeGroup(conditions: readonly Condition[], word: string, empty: string, isInner: boolean): string {
  const [only, second] = conditions
  if (only === undefined) return empty
  if (second === undefined) return describe(only, isInner)
  const text = conditions.map((condition) => describe(condition, true)).join(word)
  return isInner ? `(${text})` : text
}

function describeComparison({ field, operator, value }: Comparison): string {
  if (operator === 'exists') return value === false ? `no ${field}` : `${field} exists`
  if (operator === 'between' && Array.isArray(value)) return `${field} ${value.map(describeValue).join(' … ')}`
  return `${field} ${SIGNS[operator]} ${describeValue(value)}`
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value
  if (Array.isArray(value)) return value.map(describeValue).join(', ')
  if (typeof value === 'object' && value !== null && 'pattern' in value) return `/${String(value.pattern)}/`
  return JSON.stringify(value) ?? ''
}
