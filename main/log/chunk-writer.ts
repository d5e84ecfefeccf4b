import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, INTEGER, SMALLINT, TINYINT, VARCHAR } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { TextEntries, TextHeap } from './text-heap.ts'
import { writeInt64 } from './words.ts'

/** DuckDB's vector size: the most rows a data chunk holds. */
export const CHUNK_ROWS = 2048

/** What a typed array holds as it is. */
const NUMBERS = {
  double: { type: DOUBLE, makeData: () => new Float64Array(CHUNK_ROWS) },
  integer: { type: INTEGER, makeData: () => new Int32Array(CHUNK_ROWS) },
  smallint: { type: SMALLINT, makeData: () => new Int16Array(CHUNK_ROWS) },
  tinyint: { type: TINYINT, makeData: () => new Int8Array(CHUNK_ROWS) },
  boolean: { type: BOOLEAN, makeData: () => new Uint8Array(CHUNK_ROWS) },
} as const

/** A whole number of up to 53 bits. */
interface BigintColumn<Row> {
  readonly type: 'bigint'
  readonly value: (row: Row) => number | null
}

interface NumberColumn<Row> {
  readonly type: keyof typeof NUMBERS
  readonly value: (row: Row) => number | boolean | null
}

interface TextColumn<Row> {
  readonly type: 'text'
  readonly value: (row: Row) => string | null
}

/** A column of a table, and how a row fills it. */
export type Column<Row> = NumberColumn<Row> | BigintColumn<Row> | TextColumn<Row>

/**
 * Makes data chunks of rows. DuckDB's own writer calls into it for each string, which takes longer than storing the row:
 * here the strings of a chunk lie one behind the other in a single one, which DuckDB takes over in one call.
 */
export class ChunkWriter<Row> {
  private readonly heap = new TextHeap()
  private readonly columns: readonly ColumnWriter<Row>[]
  private readonly firstText: number
  private readonly chunk: DuckDBDataChunk

  constructor(columns: readonly Column<Row>[]) {
    this.columns = columns.map((column) => makeWriter(column, this.heap))
    this.firstText = columns.findIndex(({ type }) => type === 'text')
    this.chunk = DuckDBDataChunk.create(columns.map(({ type }) => typeOf(type)))
  }

  /** Makes a chunk of at most `CHUNK_ROWS` rows; the next call overwrites it. */
  write(rows: readonly Row[]): DuckDBDataChunk {
    this.heap.clear()
    for (const column of this.columns) column.write(rows)
    this.chunk.reset()
    this.chunk.rowCount = rows.length
    const vectors = this.columns.map((_, index) => duckdb.data_chunk_get_vector(this.chunk.chunk, index))
    const home = vectors[this.firstText]
    if (home) this.heap.moveTo(home)
    for (const [index, vector] of vectors.entries()) this.columns[index]?.moveTo(vector, rows.length)
    return this.chunk
  }
}

function typeOf(type: Column<never>['type']) {
  if (type === 'text') return VARCHAR
  return type === 'bigint' ? BIGINT : NUMBERS[type].type
}

interface ColumnWriter<Row> {
  write(rows: readonly Row[]): void
  /** Hands what was written over to DuckDB. */
  moveTo(vector: duckdb.Vector, rows: number): void
}

function makeWriter<Row>(column: Column<Row>, heap: TextHeap): ColumnWriter<Row> {
  if (column.type === 'text') return new TextWriter(column, heap)
  return column.type === 'bigint' ? new BigintWriter(column) : new NumberWriter(column)
}

class NumberWriter<Row> implements ColumnWriter<Row> {
  private readonly value: NumberColumn<Row>['value']
  private readonly data: ReturnType<(typeof NUMBERS)[keyof typeof NUMBERS]['makeData']>
  private readonly nulls = new Nulls()

  constructor({ type, value }: NumberColumn<Row>) {
    this.value = value
    this.data = NUMBERS[type].makeData()
  }

  write(rows: readonly Row[]): void {
    const { data, nulls } = this
    nulls.clear()
    rows.forEach((row, index) => {
      const value = this.value(row)
      if (value === null) nulls.add(index)
      else data[index] = Number(value)
    })
  }

  moveTo(vector: duckdb.Vector, rows: number): void {
    duckdb.copy_data_to_vector(vector, 0, this.data.buffer, 0, rows * this.data.BYTES_PER_ELEMENT)
    this.nulls.moveTo(vector)
  }
}

/** A `BigInt` for each number would be an object for each. */
class BigintWriter<Row> implements ColumnWriter<Row> {
  private readonly value: BigintColumn<Row>['value']
  private readonly words = new Uint32Array(2 * CHUNK_ROWS)
  private readonly nulls = new Nulls()

  constructor({ value }: BigintColumn<Row>) {
    this.value = value
  }

  write(rows: readonly Row[]): void {
    const { words, nulls } = this
    nulls.clear()
    rows.forEach((row, index) => {
      const value = this.value(row)
      if (value === null) nulls.add(index)
      else writeInt64(words, 2 * index, value)
    })
  }

  moveTo(vector: duckdb.Vector, rows: number): void {
    duckdb.copy_data_to_vector(vector, 0, this.words.buffer, 0, 8 * rows)
    this.nulls.moveTo(vector)
  }
}

class TextWriter<Row> implements ColumnWriter<Row> {
  private readonly value: TextColumn<Row>['value']
  private readonly entries: TextEntries
  private readonly nulls = new Nulls()

  constructor({ value }: TextColumn<Row>, heap: TextHeap) {
    this.value = value
    this.entries = new TextEntries(heap, CHUNK_ROWS)
  }

  write(rows: readonly Row[]): void {
    const { entries, nulls } = this
    nulls.clear()
    entries.clear()
    rows.forEach((row, index) => {
      const value = this.value(row)
      if (value === null) nulls.add(index)
      else entries.set(index, value)
    })
  }

  moveTo(vector: duckdb.Vector, rows: number): void {
    this.entries.moveTo(vector, rows)
    this.nulls.moveTo(vector)
  }
}

/** The rows of a column that have no value; DuckDB keeps a bit for each row, set where it has one. */
class Nulls {
  private readonly validity = new Uint8Array(CHUNK_ROWS / 8)
  private hasAny = false

  clear(): void {
    this.validity.fill(0xff)
    this.hasAny = false
  }

  add(row: number): void {
    const at = row >> 3
    this.validity[at] = (this.validity[at] ?? 0) & ~(1 << (row & 7))
    this.hasAny = true
  }

  moveTo(vector: duckdb.Vector): void {
    if (!this.hasAny) return
    duckdb.vector_ensure_validity_writable(vector)
    duckdb.copy_data_to_vector_validity(vector, 0, this.validity.buffer, 0, this.validity.byteLength)
  }
}
