const BITS_PER_KEY = 16
const BITS_SET = 6

/**
 * A Bloom filter: tells for certain that a key was never added, in two bytes for each. Of those that were not, one in a
 * thousand seems to have been.
 */
export class KeyFilter {
  /** Keys that it can hold without being wrong more often. */
  readonly capacity: number
  private readonly bits: Uint8Array
  private added = 0

  constructor(capacity: number) {
    this.capacity = capacity
    this.bits = new Uint8Array(Math.ceil((capacity * BITS_PER_KEY) / 8))
  }

  get isFull(): boolean {
    return this.added >= this.capacity
  }

  add(key: string): void {
    this.added++
    for (const bit of this.bitsOf(key)) this.bits[bit >> 3] = (this.bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }

  mayHave(key: string): boolean {
    return this.bitsOf(key).every((bit) => ((this.bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0)
  }

  /** Two hashes are enough for any number of bits (Kirsch and Mitzenmacher). */
  private bitsOf(key: string): number[] {
    const count = this.bits.length * 8
    const first = hash(key, 0x811c9dc5)
    const second = (hash(key, 0x01000193) | 1) >>> 0
    return Array.from({ length: BITS_SET }, (_, n) => (first + n * second) % count)
  }
}

/** FNV-1a of a string's units, stirred at the end so that every bit depends on all of them. 32 bits. */
function hash(key: string, seed: number): number {
  let state = seed
  for (let at = 0; at < key.length; at++) state = Math.imul(state ^ key.charCodeAt(at), 0x01000193)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  return (state ^ (state >>> 13)) >>> 0
}
