import { parseTwin } from '../../shared/exact-numbers.ts'
import { isJsonObject, type JsonObject } from '../protocols/json.ts'
import { toPythonText } from './python-text.ts'

/** The fields of a request, whether they came as JSON, as a form or in the address. */
export interface SentFields {
  readonly values: JsonObject
  /** The same with each number as it was written. */
  readonly twins: JsonObject
  /** The same as JSON text of an object, numbers as they were written. */
  readonly json: string
}

export const NO_FIELDS: SentFields = { values: {}, twins: {}, json: '{}' }

/** The fields of a JSON text; none where it is valid but no object. Throws a `SyntaxError`. */
export function readJsonFields(json: string): SentFields {
  const values: unknown = JSON.parse(json)
  if (!isJsonObject(values)) return NO_FIELDS
  const twins = parseTwin(json)
  return { values, twins: isJsonObject(twins) ? twins : {}, json }
}

/** Of several values with one name the last counts. */
export function readPairs(pairs: Iterable<readonly [string, unknown]>): SentFields {
  const values: JsonObject = Object.fromEntries(pairs)
  return { values, twins: {}, json: JSON.stringify(values) }
}

export function hasField({ values }: SentFields, name: string): boolean {
  return Object.hasOwn(values, name)
}

/** A field as Roundware stores it: text, or null where it is missing or null. */
export function textOf({ values, twins }: SentFields, name: string): string | null {
  const value = Object.hasOwn(values, name) ? values[name] : null
  if (value === null || value === undefined) return null
  return toPythonText(value, Object.hasOwn(twins, name) ? twins[name] : undefined)
}
