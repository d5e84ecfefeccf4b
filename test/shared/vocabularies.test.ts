import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../../main/prepare.mjs'
import { importanceIn, type VocabularyName } from '../../shared/vocabularies.ts'

/** The columns of the table in the documentation, behind the number and the level. */
const COLUMNS: readonly VocabularyName[] = ['web-debug', 'datacat', 'python', 'roundware', 'codebolt']

const rows = readFileSync(join(ROOT, 'docs/levels.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

/** Every word of the table, with its vocabulary and the importance that it has there. */
const words = rows.flatMap(([importance = '', , ...cells]) =>
  cells.flatMap((cell, column) =>
    cell
      .split(', ')
      .filter((word) => /^\w+$/.test(word))
      .map((word) => ({ name: COLUMNS[column] ?? 'codebolt', word, importance: Number(importance) })),
  ),
)

test('the documentation has a row for each importance', () => {
  expect(rows.map(([importance]) => importance)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  expect(words).toHaveLength(29)
})

test.each(words)('$word of $name is $importance', ({ name, word, importance }) => {
  expect(importanceIn(name, word)).toBe(importance)
  expect(importanceIn(name, word.toUpperCase())).toBe(importance)
})

test.each([
  ['web-debug', 1],
  ['datacat', 2],
  ['python', 2],
  ['roundware', 2],
  ['codebolt', 2],
] as const)('a word that %s does not have, and none, is %d', (name, importance) => {
  expect(importanceIn(name, 'ui')).toBe(importance)
  expect(importanceIn(name, 'constructor')).toBe(importance)
  expect(importanceIn(name, null)).toBe(importance)
})

test.each([
  ['warn', 4],
  ['fatal', 6],
  ['Trace', 1],
] as const)('%s means the same everywhere', (word, importance) => {
  for (const name of COLUMNS) expect(importanceIn(name, word)).toBe(importance)
})
