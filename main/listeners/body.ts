import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { BodyReading, BodyRoom } from './body-room.ts'

/** A body that cannot be read; `status` is the HTTP answer. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly status: 400 | 413 | 415 | 503
  constructor(status: BodyError['status'], message: string) {
    super(message)
    this.status = status
  }
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Reads and decompresses a body of at most `limit` bytes, as fast as there is `room`. It has to be called in the turn in which
 * the request came: a sender that has gone takes along what nobody reads. Throws a `BodyError`.
 */
export async function readBody(request: IncomingMessage, limit: number, room?: BodyRoom): Promise<Buffer> {
  const reading = room?.begin()
  try {
    return await decode(request, limit, reading)
  } finally {
    reading?.end()
  }
}

async function decode(request: IncomingMessage, limit: number, reading: BodyReading | undefined): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase()
  if (encoding === undefined || encoding === 'identity') return collect(request, limit, reading)
  const decoder = DECODERS[encoding]
  if (!decoder) throw new BodyError(415, `the content encoding "${encoding}" is unknown; use gzip, deflate or br`)
  const decoded = request.pipe(decoder())
  try {
    return await collect(decoded, limit, reading)
  } catch (error) {
    request.unpipe()
    request.resume()
    if (error instanceof BodyError) throw error
    throw new BodyError(400, `the body is not valid ${encoding}: ${error instanceof Error ? error.message : error}`)
  } finally {
    decoded.destroy()
  }
}

function collect(
  stream: IncomingMessage | Transform,
  limit: number,
  reading: BodyReading | undefined,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let length = 0
    let hasEnded = false
    stream.on('data', (part: Buffer) => {
      length += part.length
      if (length > limit) {
        reject(new BodyError(413, `the message is larger than ${limit} bytes`))
        return
      }
      parts.push(part)
      const turn = reading?.add(part.length)
      if (!turn) return
      stream.pause()
      void turn.then((mayGoOn) => {
        if (mayGoOn) stream.resume()
        else reject(new BodyError(503, 'too much was sent at once, and it waited for its turn too long'))
      })
    })
    stream.on('end', () => {
      hasEnded = true
      resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
    })
    stream.on('error', reject)
    stream.on('close', () => {
      // Every body closes, and an error for each costs as much as all else that is done for a small one.
      if (!hasEnded) reject(new BodyError(400, 'the body ended too early'))
    })
  })
}
