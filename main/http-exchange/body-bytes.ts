/** Bytes of a body as they pass, kept up to a number. */
export class BodyBytes {
  readonly most: number
  /** All that passed. */
  size = 0
  private readonly parts: Buffer[] = []
  private kept = 0

  constructor(most: number) {
    this.most = most
  }

  add(part: Buffer): void {
    this.size += part.length
    if (this.kept >= this.most) return
    const piece = part.subarray(0, this.most - this.kept)
    // A small piece would keep the whole buffer in memory that it was read into.
    this.parts.push(2 * piece.length < piece.buffer.byteLength ? Buffer.from(piece) : piece)
    this.kept += piece.length
  }

  get bytes(): Buffer {
    return this.parts.length === 1 && this.parts[0] ? this.parts[0] : Buffer.concat(this.parts)
  }

  get isWhole(): boolean {
    return this.kept === this.size
  }
}
