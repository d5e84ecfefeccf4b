import { findJsonError } from '../../shared/json-position.ts'
import { checkQuery } from '../../shared/query/check.ts'
import { type EventQuery, QueryError } from '../../shared/query/query.ts'
import { messageOf } from '../ui/failures.ts'
import { locateJson, readPath, type TextRange } from '../ui/json-locate.ts'

/** Something that is wrong with a query as it is written. */
export interface QueryProblem {
  readonly message: string
  /** The part to blame, like `where[2].operator`; '' where the text is no JSON. */
  readonly path: string
  /** Where that stands in the text. */
  readonly range: TextRange
}

export type ReadQuery =
  | { readonly query: EventQuery; readonly problem: null }
  | { readonly query: null; readonly problem: QueryProblem }

/** The query that a text holds; without `from` it is about every app. */
export function readQuery(text: string): ReadQuery {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { query: null, problem: { ...readSyntaxError(text), path: '' } }
  }
  try {
    return { query: checkQuery(isObject(value) ? { from: { instance: '*' }, ...value } : value), problem: null }
  } catch (error) {
    return { query: null, problem: placeProblem(text, error) }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An error of a query, where it stands in the text. */
export function placeProblem(text: string, error: unknown): QueryProblem {
  const whole = { from: 0, to: text.length }
  if (!(error instanceof QueryError)) return { message: messageOf(error), path: '', range: whole }
  return { message: error.message, path: error.path, range: locateJson(text, readPath(error.path)) ?? whole }
}

/** Where the text stops being JSON: the engine does not always say, and each says it differently. */
function readSyntaxError(text: string): Pick<QueryProblem, 'message' | 'range'> {
  const at = findJsonError(text)
  const from = Math.max(0, Math.min(at, text.trimEnd().length - 1))
  const range = { from, to: Math.min(text.length, from + 1) }
  if (text.trim() === '') return { message: 'There is no query here: it is an object like {"limit": 10}.', range }
  if (at >= text.trimEnd().length) return { message: 'Not complete: something is not closed yet.', range }
  const { line, column } = placeOf(text, at)
  return { message: `Not JSON: line ${line}, column ${column} does not fit.`, range }
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Characters of a line, about. */
const LINE = 100

/** A value as JSON that reads well: what fits into one line stands in one. */
export function formatQuery(value: unknown): string {
  return write(value, 0, true)
}

function write(value: unknown, indent: number, isBroken: boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inLine = writeInLine(value)
  if (!isBroken && indent + inLine.length <= LINE) return inLine
  const pad = ' '.repeat(indent + 2)
  const end = `\n${' '.repeat(indent)}`
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => pad + write(item, indent + 2, false)).join(',\n')}${end}]`
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return '{}'
  const lines = members.map(([key, member]) => {
    const name = `${pad}${JSON.stringify(key)}: `
    return name + write(member, indent + 2, name.length + writeInLine(member).length > LINE)
  })
  return `{\n${lines.join(',\n')}${end}}`
}

function writeInLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(writeInLine).join(', ')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return members.length === 0
    ? '{}'
    : `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${writeInLine(member)}`).join(', ')} }`
}
