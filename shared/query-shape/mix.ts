const SEED_ONE = 0x9e3779b9 | 0
const SEED_TWO = 0x85ebca6b | 0

/**
 * A hash of 53 bits, made of character codes: two 32-bit states with multipliers of their own, stirred at the end. Not for
 * secrets; among a million queries, the odds that any two share a hash are one in ten thousand.
 */
export class Mix {
  private one = SEED_ONE
  private two = SEED_TWO

  clear(): void {
    this.one = SEED_ONE
    this.two = SEED_TWO
  }

  /** Goes on from where another one is. */
  resume({ one, two }: Mix): void {
    this.one = one
    this.two = two
  }

  /** Adds a text, and an end to it: `ab`, `c` is not `a`, `bc`. */
  addText(text: string): void {
    let { one, two } = this
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      one = Math.imul(one ^ code, 0x01000193)
      two = Math.imul(two ^ code ^ (two >>> 15), 0x5bd1e995)
    }
    this.one = Math.imul(one ^ 0x10000, 0x01000193)
    this.two = Math.imul(two ^ 0x10000, 0x5bd1e995)
  }

  /** Adds the first `length` of these character codes. */
  addCodes(codes: Uint16Array, length: number): void {
    let { one, two } = this
    for (let at = 0; at < length; at++) {
      const code = codes[at] ?? 0
      one = Math.imul(one ^ code, 0x01000193)
      two = Math.imul(two ^ code ^ (two >>> 15), 0x5bd1e995)
    }
    this.one = one
    this.two = two
  }

  /** A whole number from 0 to 2^53 - 1. */
  result(): number {
    const one = finish(this.one ^ (this.two >>> 7))
    const two = finish(this.two ^ Math.imul(this.one, 0x27d4eb2f))
    return (two & 0x1fffff) * 0x1_0000_0000 + one
  }
}

function finish(state: number): number {
  let bits = state ^ (state >>> 16)
  bits = Math.imul(bits, 0x7feb352d)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}
