import { writeInt64 } from './words.ts'

/** A `duckdb_string_t` is four words of 32 bits: the length in bytes, then up to 12 bytes of text, or 4 and a pointer. */
export const ENTRY_WORDS = 4
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

  /** A copy of what is in it. */
  copy(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.bytes.subarray(0, this.used))
  }

  private reserve(bytes: number): void {
    const needed = this.used + Math.max(bytes, INLINED_BYTES)
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length))
    this.bytes.copy(larger, 0, 0, this.used)
    this.bytes = larger
  }
}

/** The texts of one column: entries as DuckDB's vectors have them, `rows` of them from byte `at` of `data` on. */
export class TextEntries {
  private readonly heap: TextHeap
  private readonly words: Uint32Array<ArrayBuffer>
  /** The text that was set before, and where: columns often hold the same one in row after row. */
  private last: string | null = null
  private lastAt = 0

  constructor(heap: TextHeap, data: ArrayBuffer, at: number, rows: number) {
    this.heap = heap
    this.words = new Uint32Array(data, at, rows * ENTRY_WORDS)
  }

  set(row: number, text: string): void {
    const { words } = this
    const at = row * ENTRY_WORDS
    if (text === this.last) words.copyWithin(at, this.lastAt, this.lastAt + ENTRY_WORDS)
    else if (!putShort(text, words, at)) this.heap.put(text, words, at)
    this.last = text
    this.lastAt = at
  }
}

/** Reads the texts of the entries that begin at byte `at` of `data`. */
export class TextReader {
  private readonly data: Buffer
  private readonly heap: Buffer
  private readonly at: number

  constructor(data: ArrayBuffer, at: number, heap: Uint8Array<ArrayBuffer>) {
    this.data = Buffer.from(data)
    this.heap = Buffer.from(heap.buffer, heap.byteOffset, heap.byteLength)
    this.at = at
  }

  read(row: number): string {
    const at = this.at + row * ENTRY_WORDS * Uint32Array.BYTES_PER_ELEMENT
    const length = this.data.readUInt32LE(at)
    if (length <= INLINED_BYTES) return this.data.toString('utf8', at + 4, at + 4 + length)
    const start = this.data.readUInt32LE(at + 8)
    return this.heap.toString('utf8', start, start + length)
  }
}

/** Copies entries, with the address of their text instead of its offset in a heap that lies at `address`. */
export function placeEntries(entries: Uint32Array, address: number, into: Uint32Array): void {
  into.set(entries)
  for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
    if ((entries[at] ?? 0) > INLINED_BYTES) writeInt64(into, at + 2, address + (entries[at + 2] ?? 0))
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
