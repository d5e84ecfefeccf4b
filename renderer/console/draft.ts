import { formatQuery } from './query-text.ts'
import { isObject, type ValuePath } from './read-at.ts'

/** A query as its form changes it: any JSON object, right or not, so that nothing gets lost between text and form. */
export type Draft = Readonly<Record<string, unknown>>

/** Null for text that holds no object. */
export function readDraft(text: string): Draft | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** The value with another one at a path; undefined takes away what is there. Objects on the way are made. */
export function writeAt(value: unknown, [step, ...rest]: ValuePath, next: unknown): unknown {
  if (step === undefined) return next
  if (typeof step === 'number') {
    const list = Array.isArray(value) ? value : []
    const item = writeAt(list[step], rest, next)
    if (item === undefined) return list.filter((_, index) => index !== step)
    return step < list.length ? list.map((old, index) => (index === step ? item : old)) : [...list, item]
  }
  const object = isObject(value) ? value : {}
  const member = writeAt(object[step], rest, next)
  const { [step]: _, ...others } = object
  if (member === undefined) return others
  return step in object ? { ...object, [step]: member } : { ...others, [step]: member }
}

/** The text of a query with a value at a path; the parts stand in the order in which they are documented. */
export function editText(text: string, path: ValuePath, next: unknown): string {
  const edited = writeAt(readDraft(text) ?? {}, path, next)
  return formatQuery(isObject(edited) ? sortParts(edited) : edited)
}

const PARTS = ['from', 'where', 'select', 'orderBy', 'limit', 'offset', 'reduce']

function sortParts(draft: Draft): Draft {
  const place = (part: string) => (PARTS.includes(part) ? PARTS.indexOf(part) : PARTS.length)
  return Object.fromEntries(Object.entries(draft).sort(([a], [b]) => place(a) - place(b)))
}

/** A path as problems name it: `where[2].operator`. */
export function nameOfPath(path: ValuePath): string {
  return path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : name === '' ? step : `${name}.${step}`),
    '',
  )
}
