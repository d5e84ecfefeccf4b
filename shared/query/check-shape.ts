import { QueryError, UnknownKeyError } from './query.ts'

/** The members of a plain object; an error if it is none, or has a member that is not in `known`. */
export function readObject(value: unknown, path: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new QueryError(path || 'query', `must be an object, not ${describe(value)}`)
  }
  const members = new Map(Object.entries(value))
  for (const key of members.keys()) {
    if (!known.includes(key)) {
      throw new UnknownKeyError(path ? `${path}.${key}` : key, `unknown key; one of ${known.join(', ')}`)
    }
  }
  return Object.fromEntries(members)
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new QueryError(path, `must be an array, not ${describe(value)}`)
  return value
}

export function readText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new QueryError(path, `must be a text, not ${describe(value)}`)
  return value
}

/** One of a few words. */
export function readWord<T extends string>(value: unknown, path: string, words: readonly T[], what: string): T {
  const word = words.find((candidate) => candidate === value)
  if (word !== undefined) return word
  const problem = value === undefined ? 'is missing' : `unknown ${what} ${describe(value)}`
  throw new QueryError(path, `${problem}; one of ${words.map((known) => known || '""').join(', ')}`)
}

export function readInteger(value: unknown, path: string, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw new QueryError(path, `must be a whole number from ${least} on, not ${describe(value)}`)
  }
  return value
}

/** A value for an error message: short, and never a whole document. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
