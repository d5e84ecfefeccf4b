import { readFileSync } from 'node:fs'
import type { EventQuery, QueryResult } from '../../shared/query/query.ts'
import { isJsonObject, parseJson } from '../protocols/json.ts'
import type { Running } from '../running.ts'
import { Failure } from './failure.ts'
import { findRunning } from './find-running.ts'
import { formatResult } from './format-result.ts'
import { post } from './post.ts'
import { parseSearchText } from './search-text.ts'

export interface QueryOptions {
  readonly data: string
  readonly app?: string
  readonly limit?: number
  readonly format?: 'table' | 'ndjson'
  /** Whether values with the names of secrets are printed. */
  readonly secrets?: boolean
}

const DEFAULT_LIMIT = 100

/** `tattler query`: prints what matches a search text or a query in JSON; `@FILE` stands for what is in a file. */
export async function query(words: readonly string[], options: QueryOptions): Promise<void> {
  const text = readAsked(words.join(' ').trim())
  const isJson = text.startsWith('{')
  const asked = isJson ? readQuery(text, options) : searchNewest(text, options)
  const running = findRunning(options.data)
  const result = await runQuery(running, asked, options)
  // A search asks for the newest first, to have the newest; it reads better in the order in which things happened.
  const shown = isJson || !result.events ? result : { ...result, events: result.events.toReversed() }
  process.stdout.write(formatResult(shown, options.format ?? (process.stdout.isTTY ? 'table' : 'ndjson')))
  const count = result.events?.length ?? result.total
  if (!isJson && count < result.total) {
    process.stderr.write(`The newest ${count} of ${result.total} matches; --limit shows more.\n`)
  }
}

function readAsked(text: string): string {
  if (!text.startsWith('@')) return text
  const file = text.slice(1)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Failure(
      `The query cannot be read from ${file}: ${reason}\nTo search for that text, quote it: '"${text}"'.`,
      2,
    )
  }
}

function searchNewest(text: string, options: QueryOptions): EventQuery {
  return {
    from: { instance: options.app ?? '*' },
    where: parseSearchText(text),
    orderBy: { field: 'id', direction: 'desc' },
    limit: options.limit ?? DEFAULT_LIMIT,
  }
}

/** The collector checks the query; the options only fill in what it does not say itself, but for the limit. */
function readQuery(text: string, options: QueryOptions): object {
  let parsed: unknown
  try {
    parsed = parseJson(text)
  } catch (error) {
    throw new Failure(`The query is ${error instanceof Error ? error.message : error}`, 2)
  }
  return {
    from: { instance: options.app ?? '*' },
    ...(isJsonObject(parsed) && parsed),
    ...(options.limit !== undefined && { limit: options.limit }),
  }
}

type QueryReply =
  | { readonly success: true; readonly data: { readonly result: QueryResult } }
  | { readonly success: false; readonly error: string }

async function runQuery({ url, token }: Running, asked: object, { secrets }: QueryOptions): Promise<QueryResult> {
  const headers = { authorization: `Bearer ${token}` }
  const address = new URL(secrets ? '/api/query?secrets=show' : '/api/query', url)
  const reply = await post<QueryReply>(address, JSON.stringify({ query: asked }), headers)
  if (!reply.success) throw new Failure(reply.error)
  return reply.data.result
}
