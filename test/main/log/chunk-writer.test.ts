import type { DuckDBConnection } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { ChunkWriter } from '../../../main/log/chunk-writer.ts'
import { CHUNK_ROWS, ChunkPacker, type Column, ColumnView } from '../../../main/log/packed-chunk.ts'
import { openMemoryLog } from '../../helpers/memory-log.ts'

interface Row {
  readonly id: number | null
  readonly text: string | null
  readonly other: string | null
  readonly number: number | null
  readonly is: boolean | null
}

const COLUMNS: readonly Column<Row>[] = [
  { type: 'bigint', value: (row) => row.id },
  { type: 'text', value: (row) => row.text },
  { type: 'double', value: (row) => row.number },
  { type: 'boolean', value: (row) => row.is },
  { type: 'text', value: (row) => row.other },
]

const TYPES = COLUMNS.map(({ type }) => type)

async function openTable(): Promise<DuckDBConnection> {
  const connection = await openMemoryLog()
  await connection.run('CREATE TABLE t (id BIGINT, text VARCHAR, number DOUBLE, is_it BOOLEAN, other VARCHAR)')
  return connection
}

/** Stores the rows chunk by chunk, with one writer, and reads them back. */
async function storeAndRead(chunks: readonly (readonly Row[])[]): Promise<Row[]> {
  const connection = await openTable()
  const packer = new ChunkPacker(COLUMNS)
  const writer = new ChunkWriter(TYPES)
  const appender = await connection.createAppender('t')
  for (const chunk of chunks.flatMap((rows) => packer.pack(rows))) appender.appendDataChunk(writer.write(chunk))
  appender.flushSync()
  const reader = await connection.runAndReadAll('SELECT * FROM t ORDER BY rowid')
  return reader.getRows().map(([id, text, number, is, other]) => ({
    id: id === null ? null : Number(id),
    text,
    other,
    number,
    is,
  })) as Row[]
}

const row = (row: Partial<Row>): Row => ({ id: 1, text: 't', other: null, number: null, is: null, ...row })

/** Around every length at which an entry is written in another way, in characters of one to four bytes. */
const TEXTS = ['', 'a', 'é', '€', '😀', '\u0000', '"\\\n'].flatMap((unit) =>
  [1, 3, 4, 5, 6, 11, 12, 13, 14, 300].map((count) => unit.repeat(count)),
)

test('texts come back as they were, whatever their length and letters', async () => {
  const rows = TEXTS.flatMap((text, index) => [
    row({ text, other: TEXTS[TEXTS.length - index] ?? null }),
    row({ text, other: text }),
  ])
  expect(await storeAndRead([rows])).toEqual(rows)
})

test('half a surrogate pair becomes the character for what cannot be read', async () => {
  const [short, long] = await storeAndRead([[row({ text: 'a\ud800' }), row({ text: `${'long '.repeat(9)}\udc00` })]])
  expect([short?.text, long?.text]).toEqual(['a\ufffd', `${'long '.repeat(9)}\ufffd`])
})

test('numbers come back as they were, up to 53 bits on both sides of zero', async () => {
  const ids = [0, 1, -1, 2 ** 31, 2 ** 32, -(2 ** 32), -(2 ** 32) - 1, 2 ** 53 - 1, 1 - 2 ** 53, Date.now()]
  const rows = ids.map((id) => row({ id, number: id / 7, is: id > 0 }))
  expect(await storeAndRead([rows])).toEqual(rows)
})

test('a number that cannot be stored is refused, and the next chunk is right again', async () => {
  const connection = await openTable()
  const packer = new ChunkPacker(COLUMNS)
  const writer = new ChunkWriter(TYPES)
  for (const id of [Number.NaN, 0.5, 2 ** 53]) expect(() => packer.pack([row({ id })])).toThrow(RangeError)
  const appender = await connection.createAppender('t')
  for (const chunk of packer.pack([row({ id: 2, text: 'a text that is not in the entry' })])) {
    appender.appendDataChunk(writer.write(chunk))
  }
  appender.flushSync()
  const reader = await connection.runAndReadAll('SELECT id::INTEGER, text FROM t')
  expect(reader.getRows()).toEqual([[2, 'a text that is not in the entry']])
})

test('nothing of one chunk is left in the next: not its texts, not its gaps', async () => {
  const full = Array.from({ length: CHUNK_ROWS }, (_, n) =>
    row({
      id: n,
      text: `row ${n} of a full chunk`,
      other: n % 3 === 0 ? null : `other ${n}`,
      number: n % 2 ? n : null,
    }),
  )
  const few = [row({ text: 'short' }), row({ other: 'a text that is longer than an entry', is: false })]
  const large = [row({ text: 'x'.repeat(20_000_000), other: 'behind a large one, and too long for an entry' })]
  const chunks = [full, few, large, full.slice(1), few]
  expect(await storeAndRead(chunks)).toEqual(chunks.flat())
})

test('what is packed can be read before it is stored', () => {
  const rows = TEXTS.map((text, n) =>
    row({ id: n % 4 === 0 ? null : n * -(2 ** 33), text: n % 5 === 0 ? null : text, number: n / 3, is: n % 2 === 0 }),
  )
  const [chunk] = new ChunkPacker(COLUMNS).pack(rows)
  if (!chunk) throw new Error('a chunk')
  const views = TYPES.map((_, column) => new ColumnView(chunk, TYPES, column))
  const read = rows.map((_, n) => views.map((view) => view.read(n)))
  expect(read).toEqual(rows.map(({ id, text, number, is, other }) => [id, text, number, is, other]))
})
