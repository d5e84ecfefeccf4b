import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'
import type { HeaderPairs } from '../../shared/exchange.ts'
import type { BodyBytes } from '../http-exchange/body-bytes.ts'
import { decodeThrough, makeDecoders } from '../http-exchange/decode-body.ts'
import { findHeader } from '../http-exchange/find-profile.ts'
import { startResponseBody } from '../http-exchange/record.ts'
import { deleteFile } from '../transfer/transfer-folder.ts'

interface Received {
  readonly stream: Readable
  /** Resolves when the first bytes are here, or none will come. */
  readonly begin: Promise<void>
  failure: Error | null
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
    // What comes behind a switch of protocols is no body.
    if (message.statusCode === 101) return
    // At once: what happens to the connection while the file is opened would be missed.
    const received = this.receive(message)
    const file = await open(this.path, 'w', 0o600)
    try {
      await received.begin
      const encoding = findHeader(this.headers, 'content-encoding')
      // With an encoding that nobody knows the bytes stay as they are.
      const decoders = makeDecoders(encoding, this.wire.bytes[0] ?? 0) ?? []
      for await (const part of decodeThrough(received.stream, decoders) as AsyncIterable<Buffer>) {
        const room = this.most - this.bytes
        await file.write(part.subarray(0, room))
        this.bytes += Math.min(part.length, room)
        this.isCut = part.length > room
        if (this.isCut) return
      }
    } finally {
      await file.close()
      message.destroy()
    }
    if (received.failure) throw received.failure
  }

  remove(): void {
    deleteFile(this.path)
  }

  /** The body as it comes. One that breaks off ends here and is a failure at the end: what had come by then is shown. */
  private receive(message: IncomingMessage): Received {
    const stream = new PassThrough()
    const begin = new Promise<void>((resolve) => {
      message.once('data', () => resolve())
      message.once('close', resolve)
    })
    const received: Received = { stream, begin, failure: null }
    message.on('data', (part: Buffer) => {
      if (stream.destroyed) return
      this.wire.add(part)
      if (stream.write(part)) return
      message.pause()
      stream.once('drain', () => message.resume())
    })
    message.once('end', () => stream.end())
    message.once('error', (error) => {
      received.failure = error
    })
    // Comes in any case, behind an end, a failure or neither.
    message.once('close', () => stream.end())
    return received
  }
}
