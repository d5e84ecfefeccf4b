import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../../main/prepare.mjs'

const BUILT = join(ROOT, 'dist/main')

/** What a built file brings with it, now or later, itself among it. */
function reach(file: string, reached = new Map<string, string>()): Map<string, string> {
  if (reached.has(file)) return reached
  const code = readFileSync(join(BUILT, file), 'utf8')
  reached.set(file, code)
  for (const [, imported = ''] of code.matchAll(/(?:from |import |import\()"\.\/(shared-[\w-]+\.js)"/g)) {
    reach(imported, reached)
  }
  return reached
}

const loadsDatabase = (entry: string) =>
  [...reach(entry).values()].some((code) => /(?:from |require\w*\()"@duckdb\/node-bindings"/.test(code))

// Loading it takes as long as all the rest together, in each thread that does.
test.each(['cli.js', 'app.js', 'decoder.js', 'mail-worker.js'])('%s does not load the database', (entry) => {
  expect(loadsDatabase(entry)).toBe(false)
})

test("the log's thread does", () => {
  expect(loadsDatabase('worker.js')).toBe(true)
})
