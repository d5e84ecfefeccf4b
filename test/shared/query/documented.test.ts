import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkQuery } from '../../../shared/query/check.ts'

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')

/** Objects of JSON with a `from`, in blocks that are indented or fenced. */
function findQueries(markdown: string): readonly string[] {
  const fenced = [...markdown.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '')
  const indented = [...markdown.matchAll(/(?:^ {4}.*\n)+/gm)].map(([block]) => block)
  return [...fenced, ...indented].filter((block) => /^\s*\{\s*"from"/.test(block))
}

test.each([
  ['docs/query-language.md', 3],
  ['README.md', 1],
])('the queries that %s shows are queries', (file, least) => {
  const queries = findQueries(read(file))
  expect(queries.length).toBeGreaterThanOrEqual(least)
  for (const query of queries) expect(() => checkQuery(JSON.parse(query)), query).not.toThrow()
})
