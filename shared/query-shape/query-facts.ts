import type { QueryFacts } from '../event.ts'
import { Generations } from './generations.ts'
import { writeJsonShape } from './json-shape.ts'
import { Mix } from './mix.ts'
import { findParameters, type QueryParameters } from './parameters.ts'
import { RecentTexts, type TextFacts } from './recent-texts.ts'
import { ShapeText } from './shape-text.ts'
import { mixSkeleton } from './skeleton.ts'
import { writeSqlShape } from './sql-shape.ts'
import { detectSyntax, firstWord, type QueryLanguage } from './syntax.ts'
import { writeCommandShape, writeTextShape } from './word-shape.ts'
import { isWriting } from './writing.ts'

/** A query as events carry it; other keys may hold its parameters. */
export interface QueryText {
  readonly target: string
  readonly query: string
  readonly syntax?: string | undefined
}

/** Skeletons of SQL that are remembered, in each of two generations. */
const SKELETONS = 2000

/** Used again for every query: nothing here is asynchronous. */
const shape = new ShapeText()
const mix = new Mix()
const recent = new RecentTexts()
const skeletons = new Generations<number, KnownShape>(SKELETONS)

/**
 * What the text of a query, and the parameters beside it, tell. `writeParameters` makes them a text that differs wherever
 * they do: numbers longer than a double have lost digits by now.
 */
export function readQueryFacts(
  payload: QueryText,
  writeParameters: (parameters: QueryParameters) => string = ({ value }) => JSON.stringify(value),
): QueryFacts {
  const { shape, isWrite, hasPlaceholders } = recent.find(payload, mix) ?? readText(payload)
  const parameters = findParameters(payload)
  if (parameters) mix.addText(writeParameters(parameters))
  const hash = mix.result()
  return { shape, hash: hash - (hash % 2) + (hasPlaceholders && !parameters ? 1 : 0), isWrite }
}

/** What the text alone tells; leaves the hash of target and text in `mix`. */
function readText(payload: QueryText): TextFacts {
  const { target, query } = payload
  const word = firstWord(query)
  const language = detectSyntax(payload, word)
  const known = language === 'sql' ? findShape(payload) : hashShape(payload, language)

  mix.clear()
  mix.addText(target)
  mix.addText(query)
  const { hasPlaceholders } = known
  const facts = { shape: known.shape, isWrite: isWriting(query, word, language), hasPlaceholders }
  if (hasPlaceholders) recent.keep(payload, facts, mix)
  return facts
}

interface KnownShape {
  readonly shape: number
  readonly hasPlaceholders: boolean
}

/** The shape of SQL, scanned only where none of the same skeleton was seen lately. */
function findShape(payload: QueryText): KnownShape {
  mix.clear()
  mix.addText(payload.target)
  if (!mixSkeleton(payload.query, mix)) return hashShape(payload, 'sql')
  const skeleton = mix.result()
  const known = skeletons.get(skeleton)
  if (known) return known
  const found = hashShape(payload, 'sql')
  skeletons.set(skeleton, found)
  return found
}

function hashShape(payload: QueryText, language: QueryLanguage): KnownShape {
  const hasPlaceholders = writeShape(payload, language)
  mix.clear()
  mix.addText(payload.target)
  shape.mixInto(mix)
  return { shape: mix.result(), hasPlaceholders }
}

/**
 * Whether the query with this hash has placeholders whose values were not sent, so that equal hashes may be of different
 * queries: the hashes of those are odd, all others are even.
 */
export function lacksValues(hash: number): boolean {
  return hash % 2 === 1
}

/** The text of a query with `?` for its values: what is equal in queries of one shape. */
export function readShape(payload: QueryText): string {
  writeShape(payload, detectSyntax(payload, firstWord(payload.query)))
  return shape.toString()
}

function writeShape({ target, query }: QueryText, language: QueryLanguage): boolean {
  shape.clear()
  switch (language) {
    case 'sql':
      return writeSqlShape(query, MYSQL.test(target), shape)
    case 'json':
      writeJsonShape(query, shape)
      return false
    case 'command':
      writeCommandShape(query, shape)
      return false
    case 'text':
      writeTextShape(query, shape)
      return false
  }
}

const MYSQL = /mysql|maria/i
