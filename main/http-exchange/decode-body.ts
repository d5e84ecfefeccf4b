import { pipeline, type Readable, type Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { BodyBytes } from './body-bytes.ts'

export interface DecodedBody {
  readonly bytes: Buffer
  /** False where these are only the first bytes of what there is. */
  readonly isWhole: boolean
  /** The compression that could not be undone: the bytes are as they were sent. */
  readonly encoding?: string
}

/** A body that ends too early is read as far as it goes. */
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH }
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH }
/** The low half of the first byte of deflated data that has zlib's head; some servers leave that out. */
const ZLIB_METHOD = 8

const DECODERS: Readonly<Record<string, (first: number) => Transform>> = {
  gzip: () => createGunzip(ZLIB),
  'x-gzip': () => createGunzip(ZLIB),
  br: () => createBrotliDecompress(BROTLI),
  deflate: (first) => (first % 16 === ZLIB_METHOD ? createInflate(ZLIB) : createInflateRaw(ZLIB)),
}

/**
 * What undoes a `Content-Encoding`, one after the other, for a body that begins with the byte `first`; null where one of
 * the encodings is unknown.
 */
export function makeDecoders(contentEncoding: string | null, first: number): Transform[] | null {
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
    // Undoing begins with what was done last.
    .reverse()
  const makers = encodings.map((encoding) => DECODERS[encoding]).filter((maker) => maker !== undefined)
  if (makers.length < encodings.length) return null
  return makers.map((make, index) => make(index === 0 ? first : ZLIB_METHOD))
}

/** Has a body pass through its decoders. What fails in one of them ends all, and is thrown where the last one is read. */
export function decodeThrough(body: Readable, decoders: readonly Transform[]): Readable {
  return decoders.reduce<Readable>((from, decoder) => pipeline(from, decoder, () => undefined), body)
}

/** Undoes a content encoding, up to `most` bytes of what comes out, so that no little body can become a huge one. */
export async function decodeBody(bytes: Buffer, contentEncoding: string | null, most: number): Promise<DecodedBody> {
  const decoders = bytes.length === 0 ? [] : makeDecoders(contentEncoding, bytes[0] ?? 0)
  const encoding = contentEncoding?.trim().toLowerCase() ?? ''
  if (!decoders) return { ...cut(bytes, most), encoding }
  const [first, ...others] = decoders
  if (!first) return cut(bytes, most)
  try {
    const decoded = await readUpTo(decodeThrough(first.end(bytes), others), most)
    return { bytes: decoded.bytes, isWhole: decoded.isWhole }
  } catch {
    return { ...cut(bytes, most), encoding }
  }
}

async function readUpTo(stream: Readable, most: number): Promise<BodyBytes> {
  const read = new BodyBytes(most)
  for await (const part of stream as AsyncIterable<Buffer>) {
    read.add(part)
    if (!read.isWhole) break
  }
  return read
}

function cut(bytes: Buffer, most: number): DecodedBody {
  return { bytes: bytes.subarray(0, most), isWhole: bytes.length <= most }
}
