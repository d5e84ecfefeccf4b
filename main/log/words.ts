const WORD = 2 ** 32

/**
 * Writes a whole number as DuckDB keeps a BIGINT or an address: the low word, then the high one. Throws a `RangeError` for
 * what is no whole number of up to 53 bits.
 */
export function writeInt64(words: Uint32Array, at: number, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that can be stored`)
  // A typed array of words keeps the last 32 bits of what is put into it, in two's complement.
  words[at] = value
  words[at + 1] = Math.floor(value / WORD)
}

/** The number that `writeInt64` has written. */
export function readInt64(words: Uint32Array, at: number): number {
  return ((words[at + 1] ?? 0) | 0) * WORD + (words[at] ?? 0)
}
