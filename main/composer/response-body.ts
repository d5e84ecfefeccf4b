import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { HeaderPairs } from '../../shared/exchange.ts'
import type { BodyBytes } from '../http-exchange/body-bytes.ts'
import { findHeader } from '../http-exchange/find-profile.ts'
import { startResponseBody } from '../http-exchange/record.ts'
import { deleteFile } from '../transfer/transfer-folder.ts'

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

/** The body of a response: its beginning in memory for the log, all of it, decompressed, in a file for the viewer. */
export class ResponseBody {
  /** As it came over the wire. */
  readonly wire: BodyBytes
  readonly path: string
  private readonly headers: HeaderPairs
  private readonly most: number
  /** In the file. */
  bytes = 0
  /** Whether there was more than `most` bytes. */
  isCut = false

  constructor(path: string, headers: HeaderPairs, most: number) {
    this.path = path
    this.headers = headers
    this.most = most
    this.wire = startResponseBody(headers)
  }

  /** Takes the body until its end, or until there is more than enough; then the connection is closed. */
  async take(message: IncomingMessage): Promise<void> {
    const file = await open(this.path, 'w', 0o600)
    try {
      for await (const part of this.decode(message) as AsyncIterable<Buffer>) {
        const room = this.most - this.bytes
        await file.write(part.subarray(0, room))
        this.bytes += Math.min(part.length, room)
        this.isCut = part.length > room
        if (this.isCut) break
      }
    } finally {
      await file.close()
      message.destroy()
    }
  }

  remove(): void {
    deleteFile(this.path)
  }

  private decode(message: IncomingMessage): Readable {
    const { wire } = this
    const counter = new Transform({
      transform(part: Buffer, _encoding, done) {
        wire.add(part)
        done(null, part)
      },
    })
    const decoders = this.findDecoders()
    // What fails in one of them ends all of them, and is thrown where the last one is read.
    return pipeline([message, counter, ...decoders], () => undefined) as unknown as Readable
  }

  /** Undoing begins with what was done last. With an encoding among them that nobody knows the bytes stay as they are. */
  private findDecoders(): Transform[] {
    const encodings = (findHeader(this.headers, 'content-encoding') ?? '')
      .toLowerCase()
      .split(',')
      .map((encoding) => encoding.trim())
      .filter((encoding) => encoding !== '' && encoding !== 'identity')
    const makers = encodings.map((encoding) => DECODERS[encoding]).filter((maker) => maker !== undefined)
    return makers.length === encodings.length ? makers.reverse().map((make) => make()) : []
  }
}
