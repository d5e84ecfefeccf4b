/**
 * Masking as every WebSocket client does it (RFC 6455, section 5.3), four bytes at a time. Where Node has no function for
 * it, `ws` goes byte by byte, unless it finds the package `bufferutil`: the build puts these in its place.
 */

const WORD_BYTES = 4

/** Takes the mask, four bytes, off the buffer, or puts it on. */
export function unmask(buffer: Uint8Array, mask: Uint8Array): void {
  const { buffer: memory, byteOffset, length } = buffer
  const head = (WORD_BYTES - (byteOffset % WORD_BYTES)) % WORD_BYTES
  if (length < head) {
    maskBytes(buffer, mask, 0, length)
    return
  }
  const words = new Uint32Array(memory, byteOffset + head, Math.floor((length - head) / WORD_BYTES))
  maskBytes(buffer, mask, 0, head)
  // The mask as it lies over a word, in the order of bytes that this machine has.
  const [word = 0] = new Uint32Array(Uint8Array.from(mask, (_, index) => mask[(head + index) % WORD_BYTES] ?? 0).buffer)
  for (let index = 0; index < words.length; index++) words[index] = (words[index] ?? 0) ^ word
  maskBytes(buffer, mask, head + WORD_BYTES * words.length, length)
}

/** Writes the first `length` bytes of `source` into `output` from `offset` on, masked. */
export function mask(source: Uint8Array, key: Uint8Array, output: Uint8Array, offset: number, length: number): void {
  output.set(source.subarray(0, length), offset)
  unmask(output.subarray(offset, offset + length), key)
}

function maskBytes(buffer: Uint8Array, mask: Uint8Array, start: number, end: number): void {
  for (let index = start; index < end; index++) buffer[index] = (buffer[index] ?? 0) ^ (mask[index % WORD_BYTES] ?? 0)
}
