import { checkQuery } from '../../shared/query/check.ts'
import { type EventQuery, QueryError, UnknownKeyError } from '../../shared/query/query.ts'
import { messageOf } from '../ui/failures.ts'
import { locateJson, readPath, type TextRange } from '../ui/json-locate.ts'
import { findJsonProblem } from '../ui/json-problem.ts'
import { isObject } from './read-at.ts'

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
  const broken = readSyntaxError(text)
  if (broken) return { query: null, problem: broken }
  try {
    const value: unknown = JSON.parse(text)
    return { query: checkQuery(isObject(value) ? { from: { instance: '*' }, ...value } : value), problem: null }
  } catch (error) {
    return { query: null, problem: placeProblem(text, error) }
  }
}

/** An error of a query, where it stands in the text. */
export function placeProblem(text: string, error: unknown): QueryProblem {
  const whole = { from: 0, to: text.length }
  if (!(error instanceof QueryError)) return { message: messageOf(error), path: '', range: whole }
  const value = locateJson(text, readPath(error.path)) ?? whole
  const range = error instanceof UnknownKeyError ? locateKey(text, value) : value
  return { message: error.message, path: error.path, range }
}

/** The key in front of a value. */
function locateKey(text: string, value: TextRange): TextRange {
  const key = /"(?:[^"\\]|\\.)*"(?=\s*:\s*$)/.exec(text.slice(0, value.from))
  return key ? { from: key.index, to: key.index + key[0].length } : value
}

/** Where the text stops being JSON: at what is last written, if it only ends too early. */
function readSyntaxError(text: string): QueryProblem | null {
  const found = findJsonProblem(text)
  if (found === null) return null
  const { from, to } = found.range
  const range = from < to ? found.range : { from: Math.max(0, from - 1), to: from }
  const message = text.trim() === '' ? 'There is no query here: it is an object like {"limit": 10}.' : found.message
  return { message, path: '', range }
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
