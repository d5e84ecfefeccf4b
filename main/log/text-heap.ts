import duckdb from '@duckdb/node-bindings'
import { writeInt64 } from './words.ts'

/** A `duckdb_string_t` is four words of 32 bits: the length in bytes, then up to 12 bytes of text, or 4 and a pointer. */
const ENTRY_WORDS = 4
const ENTRY_BYTES = 16
const INLINED_BYTES = 12
const LAST_ASCII = 0x7f
/** UTF-8 takes at most so many bytes for a unit of a string. */
const BYTES_PER_UNIT = 3
const INITIAL_BYTES = 1024 * 1024
/** A larger buffer, as a huge event leaves it behind, is not kept. */
const KEPT_BYTES = 8 * 1024 * 1024

/** The strings of a chunk that are too long for an entry, one behind the other in UTF-8. */
export class TextHeap {
  private bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES)
  private used = 0
  /** Where DuckDB has put it. */
  address = 0

  clear(): void {
    if (this.bytes.length > KEPT_BYTES) this.bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES)
    this.used = 0
  }

  /** Writes the entry of a text, which holds its offset instead of a pointer until the heap has an address. */
  put(text: string, words: Uint32Array, at: number): void {
    this.reserve(BYTES_PER_UNIT * text.length)
    const { bytes, used } = this
    const length = bytes.write(text, used)
    const isInlined = length <= INLINED_BYTES
    if (isInlined) bytes.fill(0, used + length, used + INLINED_BYTES)
    words[at] = length
    words[at + 1] = bytes.readUInt32LE(used)
    words[at + 2] = isInlined ? bytes.readUInt32LE(used + 4) : used
    words[at + 3] = isInlined ? bytes.readUInt32LE(used + 8) : 0
    if (!isInlined) this.used += length
  }

  /** Gives the texts to DuckDB, as one string of this vector: it keeps them until the vector's chunk is reset. */
  moveTo(vector: duckdb.Vector): void {
    if (this.used === 0) return
    duckdb.vector_assign_string_element_len(vector, 0, this.bytes.subarray(0, this.used))
    const entry = duckdb.vector_get_data(vector, ENTRY_BYTES)
    this.address = Number(new DataView(entry.buffer, entry.byteOffset).getBigUint64(8, true))
  }

  private reserve(bytes: number): void {
    const needed = this.used + Math.max(bytes, INLINED_BYTES)
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length))
    this.bytes.copy(larger, 0, 0, this.used)
    this.bytes = larger
  }
}

/** The texts of one column: entries as DuckDB's vectors have them. */
export class TextEntries {
  private readonly heap: TextHeap
  private readonly words: Uint32Array<ArrayBuffer>
  /** The text that was set before, and where: columns often hold the same one in row after row. */
  private last: string | null = null
  private lastAt = 0

  constructor(heap: TextHeap, rows: number) {
    this.heap = heap
    this.words = new Uint32Array(rows * ENTRY_WORDS)
  }

  clear(): void {
    this.words.fill(0)
    this.last = null
  }

  set(row: number, text: string): void {
    const { words } = this
    const at = row * ENTRY_WORDS
    if (text === this.last) words.copyWithin(at, this.lastAt, this.lastAt + ENTRY_WORDS)
    else if (!putShort(text, words, at)) this.heap.put(text, words, at)
    this.last = text
    this.lastAt = at
  }

  /** Copies the first `rows` entries into the vector, once the heap has moved. */
  moveTo(vector: duckdb.Vector, rows: number): void {
    const { words, heap } = this
    for (let at = 0; at < rows * ENTRY_WORDS; at += ENTRY_WORDS) {
      if ((words[at] ?? 0) > INLINED_BYTES) writeInt64(words, at + 2, heap.address + (words[at + 2] ?? 0))
    }
    duckdb.copy_data_to_vector(vector, 0, words.buffer, 0, rows * ENTRY_BYTES)
  }
}

/** Writes the entry of a text that fits into it, without a detour through the heap; false if it is not so. */
function putShort(text: string, words: Uint32Array, at: number): boolean {
  const { length } = text
  if (length > INLINED_BYTES) return false
  for (let index = 0; index < length; index++) if (text.charCodeAt(index) > LAST_ASCII) return false
  words[at] = length
  for (let word = 0; word < ENTRY_WORDS - 1; word++) words[at + 1 + word] = readWord(text, 4 * word)
  return true
}

/** Four characters of ASCII, zeros behind the end. */
function readWord(text: string, at: number): number {
  const code = (index: number) => (index < text.length ? text.charCodeAt(index) : 0)
  return code(at) | (code(at + 1) << 8) | (code(at + 2) << 16) | (code(at + 3) << 24)
}
