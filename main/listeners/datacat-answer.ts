import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findJsonError } from '../../shared/json-position.ts'
import type { IngestResult } from '../log/api.ts'
import { checkJsonLimits, parseJson } from '../protocols/json.ts'
import { LimitError } from '../protocols/protocol.ts'
import { sendText } from './answer.ts'
import { BodyError } from './body.ts'
import { type Intake, noteRefusal, readMessageBody } from './intake.ts'

/** How DataCat's server and daemon answer what they do not take: a status, and a line of text. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  /** What exactly is wrong, where the text does not tell. */
  readonly details: string
  constructor(status: number, text: string, details = text) {
    super(text)
    this.status = status
    this.details = details
  }
}

/** Its clients take nothing but 200 for success. What the server's code answers, and what its documents say. */
export function sendOk(response: ServerResponse): void {
  sendBody(response, { status: 'ok', success: true })
}

/** JSON with the line break that Go's encoder ends it with. */
export function sendBody(response: ServerResponse, body: unknown): void {
  sendText(response, 200, `${JSON.stringify(body)}\n`, 'application/json')
}

/** JSON in pieces, with the line break at its end. */
export async function sendPieces(response: ServerResponse, pieces: AsyncIterable<string>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  await pipeline(Readable.from(endLine(pieces)), response)
}

async function* endLine(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield* pieces
  yield '\n'
}

/** Plain text, as the server's code has it; the form of its documents for who asks for JSON. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, message, details } = refusal
  if (status === 503) response.setHeader('retry-after', '1')
  if (!/\bapplication\/json\b/i.test(request.headers.accept ?? '')) sendText(response, status, `${message}\n`)
  else sendText(response, status, `${JSON.stringify({ error: message, details })}\n`, 'application/json')
}

/** Reads a body of any type. Throws a `Refusal`. */
export async function readDatacatBody(request: IncomingMessage, intake: Intake): Promise<Buffer> {
  try {
    const bytes = await readMessageBody(intake, request, 'datacat')
    checkJsonLimits(bytes, intake.limits)
    return bytes
  } catch (error) {
    if (error instanceof LimitError) {
      noteRefusal(intake.notices, 'datacat', error.message, error.limit)
      throw new Refusal(400, 'Invalid request body', error.message)
    }
    if (!(error instanceof BodyError)) throw error
    const isZipped = error.status === 400 && request.headers['content-encoding'] !== undefined
    throw new Refusal(error.status, isZipped ? 'Failed to decompress request' : error.message, error.message)
  }
}

/** Parses the first JSON value of a text; what follows it is passed over, as Go's decoder does. Throws a `JsonError`. */
export function parseFirst(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return parseJson(text.slice(0, findJsonError(text)))
  }
}

/** Throws a `Refusal` for what was not stored: the sender keeps it, and comes again. */
export function requireStored(result: IngestResult): void {
  if (result.kind === 'refused') throw new Refusal(400, 'Invalid request body', result.reason)
  if (result.kind === 'failed') throw new Refusal(503, 'Service Unavailable', result.reason)
}
