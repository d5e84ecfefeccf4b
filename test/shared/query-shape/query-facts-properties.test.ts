import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQueryFacts, readShape } from '../../../shared/query-shape/query-facts.ts'

const sql = (query: string) => ({ target: 'pgsql', query, syntax: 'sql' })

const name = fc.constantFrom('users', 'orders_2', 'o.id', '"Name"', 'utf8mb4', 'größe')
const quoted = fc.string().map((text) => `'${text.replaceAll('\\', '').replaceAll("'", "''")}'`)
const plain = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  quoted,
  fc.constantFrom('0xff', '?', '$1', ':id'),
)
/** What may stand behind a comparison or in a list. */
const value = fc.oneof(plain, fc.constantFrom('NULL', 'true', 'FALSE'))
const list = fc.array(value, { minLength: 1, maxLength: 5 }).map((values) => `(${values.join(', ')})`)

/** A query as words, so that a test can write it in several ways; `#` and `~` stand for a value, `@` for a list. */
const template = fc
  .tuple(name, fc.array(fc.tuple(name, fc.constantFrom('= #', '> #', 'IN @', 'LIKE ~', '<> #')), { maxLength: 4 }))
  .map(([table, conditions]) => [
    ...`SELECT a , b FROM ${table} WHERE c = #`.split(' '),
    ...conditions.flatMap(([field, test]) => ['AND', field, ...test.split(' ')]),
    ...'ORDER BY a LIMIT ~'.split(' '),
  ])

/** Fills the places of a template with values of its own each time. */
const written = (words: readonly string[]) =>
  fc
    .tuple(
      fc.array(value, { minLength: 6, maxLength: 6 }),
      fc.array(plain, { minLength: 6, maxLength: 6 }),
      fc.array(list, { minLength: 4, maxLength: 4 }),
    )
    .map(([values, plains, lists]) => {
      const left = { '#': [...values], '~': [...plains], '@': [...lists] }
      return words.map((word) => (word in left ? left[word as keyof typeof left].pop() : word)).join(' ')
    })

test('other values, and lists of another length, keep the shape', () => {
  const twice = template.chain((words) => fc.tuple(written(words), written(words)))
  fc.assert(fc.property(twice, ([a, b]) => readShape(sql(a)) === readShape(sql(b))))
})

const blank = fc.constantFrom(' ', '\n', '\t', '  ', ' /* note */ ', ' -- note\n', '\r\n')

test('white space, comments and the case of keywords keep the shape', () => {
  const rewritten = template.chain((words) =>
    fc.tuple(
      written(words),
      fc.array(blank, { minLength: 40, maxLength: 40 }),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    ),
  )
  fc.assert(
    fc.property(rewritten, ([query, blanks, isLower]) => {
      let at = 0
      const other = query.replace(/'(?:[^']|'')*'|[A-Z]{2,}| /g, (part) => {
        at = (at + 1) % 40
        if (part === ' ') return blanks[at] ?? ' '
        return isLower[at] && !part.startsWith("'") ? part.toLowerCase() : part
      })
      expect(readShape(sql(other))).toBe(readShape(sql(query)))
    }),
  )
})

test('another table is another shape', () => {
  fc.assert(
    fc.property(template, fc.stringMatching(/^[a-z]{3,8}$/), (words, table) => {
      const other = words.map((word, at) => (words[at - 1] === 'FROM' ? `x_${table}` : word))
      expect(readShape(sql(other.join(' ')))).not.toBe(readShape(sql(words.join(' '))))
    }),
  )
})

test('any text at all has a shape, and the same one twice', () => {
  const anything = fc.record({ target: fc.string(), query: fc.string({ unit: 'binary' }), syntax: fc.string() })
  fc.assert(
    fc.property(anything, (query) => {
      expect(readQueryFacts(query)).toEqual(readQueryFacts(query))
    }),
  )
  const signs = fc.string({ unit: fc.constantFrom(...`'"\`$:@?%(){}[],;-#/*\\.=<> a1\n`) })
  for (const syntax of ['sql', 'json', 'redis', 'text']) {
    fc.assert(fc.property(signs, (query) => readQueryFacts({ target: 'x', query, syntax }).shape >= 0))
  }
})

test('signs, numbers and words in any order end, and read again give the same facts', () => {
  const part = fc.constantFrom(
    ...'a .5 .5x .0x1f 1e5 5_ $ $1 $$ :n :: @v @@g ? %s " ` \' [ ] ( ) , ; -- /* */ #'.split(' '),
  )
  const target = fc.constantFrom('mysql', 'pgsql', 'redis')
  fc.assert(
    fc.property(target, fc.array(part), fc.constantFrom('', ' '), (target, parts, between) => {
      const payload = { target, query: parts.join(between), syntax: 'sql' }
      expect(readQueryFacts(payload)).toEqual(readQueryFacts(payload))
      const other = { ...payload, target: `${target}-2` }
      if (payload.query !== '') expect(readQueryFacts(other).hash).not.toBe(readQueryFacts(payload).hash)
    }),
  )
})

test('other values in JSON keep the shape', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const shape = (values: readonly unknown[]) =>
    readShape({
      target: 'x',
      syntax: 'json',
      query: JSON.stringify({ a: values[0], b: { c: values.slice(1) }, d: [values] }),
    })
  const some = fc.array(scalar, { minLength: 2, maxLength: 5 })
  fc.assert(fc.property(some, some, (a, b) => shape(a) === shape(b)))
})

/** What takes time by the square of its length does not end within the time of a test. */
test('a query of a megabyte is read', () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => `(${n}, 'row ${n}')`).join(', ')
  expect(readShape(sql(`INSERT INTO a VALUES ${rows}`))).toBe('insert into a values(?)')
  readShape(sql('('.repeat(500_000)))
  readShape(sql('[1,'.repeat(200_000)))
  readShape(sql("'\\".repeat(500_000)))
})

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      "'",
      "''",
      "'a'",
      "'it''s'",
      "'--'",
      '"x"',
      '`',
      '\\',
      '--',
      '/*',
      '*/',
      '#',
      '-',
      '.',
      ',',
      '(',
      ')',
      ':',
      '::',
      '?',
      '$1',
      '@',
      '%s',
    ],
    ...[
      '0',
      '12',
      '1.5',
      '.5',
      '1.2.3',
      '1e5',
      '0xff',
      'a1',
      '1a',
      'x.1',
      'E',
      'N',
      'SELECT',
      'IN',
      'VALUES',
      'null',
      ' ',
      ' ',
      '\n',
    ],
  ),
  fc.nat(99).map(String),
)

test('what is remembered of a skeleton is what scanning the text would tell', () => {
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 14 }), { minLength: 2, maxLength: 12 }), (texts) => {
      const queries = texts.map((pieces) => sql(`SELECT ${pieces.join('')}`))
      // Known by its skeleton, or not: the same shape text has the same hash, and another has another.
      const hashes = new Map<string, number>()
      for (const query of [...queries, ...queries]) {
        const { shape } = readQueryFacts(query)
        const text = readShape(query)
        expect(hashes.get(text) ?? shape).toBe(shape)
        hashes.set(text, shape)
      }
      expect(new Set(hashes.values()).size).toBe(hashes.size)
    }),
    { numRuns: 2000 },
  )
})

test('a megabyte of quotes that nothing closes is read', () => {
  for (const part of ["'\\", '"\\', `'"\\`]) {
    const query = `= ${part.repeat(500_000)}`
    for (let time = 0; time < 3; time++) readShape({ target: 'ldap', query, syntax: 'ldap' })
  }
})
