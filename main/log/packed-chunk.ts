import { TextEntries, TextHeap, TextReader } from './text-heap.ts'
import { readInt64, writeInt64 } from './words.ts'

/** DuckDB's vector size: the most rows a data chunk holds. */
export const CHUNK_ROWS = 2048

/** Bytes of a value. `bigint` is a whole number of up to 53 bits; a `text` is an entry of 16 bytes. */
const BYTES = { bigint: 8, double: 8, integer: 4, smallint: 2, tinyint: 1, boolean: 1, text: 16 } as const
/** DuckDB keeps a bit for each row, set where it has a value, in words of 64. */
const VALIDITY_WORD_ROWS = 64
const WORD_BYTES = 8
const ALL_VALID = 0xff

export type ColumnType = keyof typeof BYTES

/** A column of a table, and how a row fills it. */
export type Column<Row> =
  | { readonly type: 'text'; readonly value: (row: Row) => string | null }
  | { readonly type: 'bigint'; readonly value: (row: Row) => number | null }
  | { readonly type: Exclude<ColumnType, 'text' | 'bigint'>; readonly value: (row: Row) => number | boolean | null }

/**
 * Rows as columns, in the form in which DuckDB keeps them in memory: made on one thread, they change to another without
 * being copied, and are copied into a data chunk there without being looked at.
 */
export interface PackedChunk {
  /** At most `CHUNK_ROWS`. */
  readonly rows: number
  /** The values of each column, and its validity, where `layOut` says. */
  readonly data: ArrayBuffer
  /** By column. */
  readonly hasNulls: readonly boolean[]
  /** The texts that are too long for their entry, one behind the other in UTF-8; the entry has the offset. */
  readonly heap: Uint8Array<ArrayBuffer>
}

/** Where a column lies in the data of a chunk, bytes. */
export interface ColumnPlace {
  readonly values: number
  readonly valuesLength: number
  readonly validity: number
  readonly validityLength: number
}

/** Where the columns of a chunk with so many rows lie. */
export function layOut(types: readonly ColumnType[], rows: number): ColumnPlace[] {
  const validityLength = Math.ceil(rows / VALIDITY_WORD_ROWS) * WORD_BYTES
  let end = 0
  return types.map((type) => {
    const valuesLength = BYTES[type] * rows
    const values = end
    const validity = values + Math.ceil(valuesLength / WORD_BYTES) * WORD_BYTES
    end = validity + validityLength
    return { values, valuesLength, validity, validityLength }
  })
}

/** Packs rows into chunks. Throws a `RangeError` for a `bigint` that is none. */
export class ChunkPacker<Row> {
  private readonly heap = new TextHeap()
  private readonly columns: readonly Column<Row>[]
  private readonly types: readonly ColumnType[]

  constructor(columns: readonly Column<Row>[]) {
    this.columns = columns
    this.types = columns.map(({ type }) => type)
  }

  /** In chunks of `CHUNK_ROWS`, but for the last. */
  pack(rows: readonly Row[]): PackedChunk[] {
    const chunks: PackedChunk[] = []
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      chunks.push(this.packChunk(rows.slice(start, start + CHUNK_ROWS)))
    }
    return chunks
  }

  private packChunk(rows: readonly Row[]): PackedChunk {
    const places = layOut(this.types, rows.length)
    const last = places.at(-1)
    const data = new ArrayBuffer(last ? last.validity + last.validityLength : 0)
    this.heap.clear()
    const hasNulls = places.map((place, index) => {
      const column = this.columns[index]
      return column !== undefined && this.packColumn(column, rows, data, place)
    })
    return { rows: rows.length, data, hasNulls, heap: this.heap.copy() }
  }

  /** Says whether some rows have no value. */
  private packColumn(column: Column<Row>, rows: readonly Row[], data: ArrayBuffer, place: ColumnPlace): boolean {
    const nulls = new Nulls(new Uint8Array(data, place.validity, place.validityLength))
    if (column.type === 'text') {
      packTexts(column.value, rows, new TextEntries(this.heap, data, place.values, rows.length), nulls)
    } else if (column.type === 'bigint') {
      packInt64s(column.value, rows, new Uint32Array(data, place.values, 2 * rows.length), nulls)
    } else packNumbers(column.value, rows, viewNumbers(column.type, data, place.values, rows.length), nulls)
    return nulls.hasAny
  }
}

function packTexts<Row>(
  value: (row: Row) => string | null,
  rows: readonly Row[],
  entries: TextEntries,
  nulls: Nulls,
): void {
  rows.forEach((row, index) => {
    const text = value(row)
    if (text === null) nulls.add(index)
    else entries.set(index, text)
  })
}

/** A `BigInt` for each number would be an object for each. */
function packInt64s<Row>(
  value: (row: Row) => number | null,
  rows: readonly Row[],
  words: Uint32Array,
  nulls: Nulls,
): void {
  rows.forEach((row, index) => {
    const number = value(row)
    if (number === null) nulls.add(index)
    else writeInt64(words, 2 * index, number)
  })
}

function packNumbers<Row>(
  value: (row: Row) => number | boolean | null,
  rows: readonly Row[],
  numbers: ReturnType<typeof viewNumbers>,
  nulls: Nulls,
): void {
  rows.forEach((row, index) => {
    const number = value(row)
    if (number === null) nulls.add(index)
    else numbers[index] = Number(number)
  })
}

function viewNumbers(type: Exclude<ColumnType, 'text' | 'bigint'>, data: ArrayBuffer, at: number, rows: number) {
  if (type === 'double') return new Float64Array(data, at, rows)
  if (type === 'integer') return new Int32Array(data, at, rows)
  if (type === 'smallint') return new Int16Array(data, at, rows)
  return type === 'tinyint' ? new Int8Array(data, at, rows) : new Uint8Array(data, at, rows)
}

/** The rows of a column that have no value. */
class Nulls {
  private readonly validity: Uint8Array
  hasAny = false

  constructor(validity: Uint8Array) {
    this.validity = validity.fill(ALL_VALID)
  }

  add(row: number): void {
    const at = row >> 3
    this.validity[at] = (this.validity[at] ?? 0) & ~(1 << (row & 7))
    this.hasAny = true
  }
}

/** The values of one column of a chunk, one by one. */
export class ColumnView {
  private readonly type: ColumnType
  private readonly validity: Uint8Array
  private readonly text: TextReader | null
  private readonly numbers: ReturnType<typeof viewNumbers> | null
  /** Two for each row of a `bigint` column, which may be changed. */
  readonly words: Uint32Array

  /** `types` are those of all columns. */
  constructor(chunk: PackedChunk, types: readonly ColumnType[], column: number) {
    const place = layOut(types, chunk.rows)[column]
    const type = types[column]
    if (!place || !type) throw new RangeError(`no column ${column}`)
    this.type = type
    this.validity = new Uint8Array(chunk.data, place.validity, place.validityLength)
    this.words = new Uint32Array(
      chunk.data,
      place.values,
      Math.floor(place.valuesLength / Uint32Array.BYTES_PER_ELEMENT),
    )
    this.text = type === 'text' ? new TextReader(chunk.data, place.values, chunk.heap) : null
    const isNumber = type !== 'text' && type !== 'bigint'
    this.numbers = isNumber ? viewNumbers(type, chunk.data, place.values, chunk.rows) : null
  }

  isNull(row: number): boolean {
    return ((this.validity[row >> 3] ?? 0) & (1 << (row & 7))) === 0
  }

  read(row: number): string | number | boolean | null {
    if (this.isNull(row)) return null
    if (this.text) return this.text.read(row)
    if (!this.numbers) return readInt64(this.words, 2 * row)
    const number = this.numbers[row] ?? 0
    return this.type === 'boolean' ? number === 1 : number
  }
}
