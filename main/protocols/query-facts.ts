import type { QueryFacts } from '../../shared/event.ts'
import { writeExact } from '../../shared/exact-numbers.ts'
import { type QueryText, readQueryFacts } from '../../shared/query-shape/query-facts.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/** What the payload of a query tells; with its twin (see `parseTwin`), to the last digit of its parameters. */
export function readExactFacts(payload: JsonObject & QueryText, twin: unknown): QueryFacts {
  if (!isJsonObject(twin)) return readQueryFacts(payload)
  return readQueryFacts(payload, ({ key, value }) => writeExact(value, twin[key]))
}
