import { type FieldKind, isPathField, resolveField } from '../../shared/query/fields.ts'
import type { Comparison, Condition, EventQuery } from '../../shared/query/query.ts'

/** What is said of a query that finds nothing: that a name or a value is legal, and yet will not be what was meant. */
export function describeNothing({ where = [] }: EventQuery): string {
  const comparisons = listComparisons(where)
  const others = comparisons.map(({ field }) => field).filter(isLookedFor)
  const hints = [
    ...(others.length === 0
      ? []
      : [`no fields of the log, so looked for in payload and metadata: ${others.join(', ')}`]),
    ...comparisons.flatMap(({ field, value }) => describeMismatch(field, value)),
  ]
  return hints.length === 0
    ? 'Nothing in the log matches.'
    : `Nothing in the log matches; ${[...new Set(hints)].join('; ')}.`
}

function listComparisons(conditions: readonly Condition[]): readonly Comparison[] {
  return conditions.flatMap((condition) => {
    if ('any' in condition) return listComparisons(condition.any)
    if ('all' in condition) return listComparisons(condition.all)
    return 'not' in condition ? listComparisons([condition.not]) : [condition]
  })
}

function isLookedFor(name: string): boolean {
  const field = resolveField(name)
  return field !== undefined && isPathField(field) && field.roots.length > 1
}

/** Fields whose values are all of one type. */
const TYPES: Partial<Record<FieldKind, string>> = { number: 'number', boolean: 'boolean', text: 'string' }
const NAMES: Readonly<Record<string, string>> = { number: 'numbers', boolean: 'true and false', string: 'text' }

/** Types are strict: a number is never a text. */
function describeMismatch(name: string, value: unknown): readonly string[] {
  const type = TYPES[resolveField(name)?.kind ?? 'json']
  const values = [value].flat().filter((item) => typeof item === 'string' || typeof item === 'number')
  const isMistaken = type !== undefined && values.length > 0 && values.every((item) => typeof item !== type)
  return isMistaken ? [`${name} holds ${NAMES[type]}, and is never ${JSON.stringify(values[0])}`] : []
}
