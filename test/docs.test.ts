import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../main/prepare.mjs'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

describe('docs/web-debug-protocol.md', () => {
  const text = read('docs/web-debug-protocol.md')

  test('names tests that exist', () => {
    const named = [...text.matchAll(/`([\w/-]+)` › ([^|]+?)(?=,? and `| *\|)/g)]
    expect(named.length).toBeGreaterThan(20)
    const missing = named.filter(([, file, name]) => !read(`test/${file}.test.ts`).includes(String(name)))
    expect(missing.map(([all]) => all)).toEqual([])
  })

  test('has every rule once', () => {
    const rules = [...text.matchAll(/^\| (C\d+) /gm)].map(([, rule]) => rule)
    expect(rules).toEqual(Array.from({ length: 27 }, (_, index) => `C${index + 1}`))
  })
})

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/clients.md',
  'docs/event-log-api.md',
  'docs/performance.md',
  'docs/query-language.md',
  'docs/web-debug-protocol.md',
])('every file that %s links to exists', (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => String(link))
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(file), link)))).toEqual([])
})
