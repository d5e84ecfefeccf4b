const WORD = 2 ** 32

/** Writes a whole number of up to 53 bits as DuckDB keeps a BIGINT or an address: the low word, then the high one. */
export function writeInt64(words: Uint32Array, at: number, value: number): void {
  // A typed array of words keeps the last 32 bits of what is put into it, in two's complement.
  words[at] = value
  words[at + 1] = Math.floor(value / WORD)
}
