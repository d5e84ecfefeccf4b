import type { Transform } from 'node:stream'
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

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Transform>> = {
  gzip: () => createGunzip(ZLIB),
  'x-gzip': () => createGunzip(ZLIB),
  br: () => createBrotliDecompress(BROTLI),
  deflate: (bytes) => ((bytes[0] ?? 0) % 16 === ZLIB_METHOD ? createInflate(ZLIB) : createInflateRaw(ZLIB)),
}

/** Undoes a content encoding, up to `most` bytes of what comes out, so that no little body can become a huge one. */
export async function decodeBody(bytes: Buffer, contentEncoding: string | null, most: number): Promise<DecodedBody> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? ''
  if (encoding === '' || encoding === 'identity' || bytes.length === 0) return cut(bytes, most)
  const decoder = DECODERS[encoding]
  if (!decoder) return { ...cut(bytes, most), encoding }
  try {
    const decoded = await readUpTo(decoder(bytes).end(bytes), most)
    return { bytes: decoded.bytes, isWhole: decoded.isWhole }
  } catch {
    return { ...cut(bytes, most), encoding }
  }
}

async function readUpTo(stream: Transform, most: number): Promise<BodyBytes> {
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
