import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkQuery } from '../../shared/query/check.ts'
import { QueryError } from '../../shared/query/query.ts'
import type { AsyncLogApi } from '../log/event-log.ts'
import { BodyError, readBody } from './body.ts'
import { isToken } from './guard.ts'
import { type Intake, readSource, receiptOf, takeMessage } from './intake.ts'

/** A query is short; whatever is longer is none. Bytes. */
const QUERY_BYTES = 1024 * 1024

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body), 'application/json')
}

export function sendText(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}

/** `POST /events`: 202 once all events are stored, 400 if some were invalid (the others are stored), 413 over a limit. */
export async function postEvents(
  intake: Intake,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const source = readSource(request, url, 'web-debug')
  await intake.queue.whenRoom()
  let bytes: Buffer
  try {
    bytes = await readBody(request, intake.limits.messageBytes)
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    answerBodyError(intake, source.app, response, error)
    return
  }
  const result = await takeMessage(intake, bytes, source)
  const receipt = receiptOf(result)
  const status = { stored: receipt.invalid > 0 ? 400 : 202, refused: 413, failed: 503 }[result.kind]
  sendJson(response, status, receipt)
}

function answerBodyError(intake: Intake, app: string, response: ServerResponse, error: BodyError): void {
  intake.notices.add({
    severity: 'warning',
    code: error.status === 413 ? 'message-too-large' : 'body-unreadable',
    message: `A message of ${app} was refused: ${error.message}.`,
    ...(error.status === 413 && { hint: 'Raise limits.messageBytes in settings.json, or send less at a time.' }),
  })
  // What is left of the body is not read: the connection ends with the answer.
  response.setHeader('connection', 'close')
  sendJson(response, error.status, {
    accepted: 0,
    invalid: 0,
    lastId: null,
    error: { reason: error.message, path: '' },
  })
}

/** True if the request carries `Authorization: Bearer <token>`; else it is answered with 401. */
export function isAuthorized(request: IncomingMessage, response: ServerResponse, token: string): boolean {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() === 'bearer' && isToken(given, token)) return true
  response.setHeader('www-authenticate', 'Bearer')
  const hint =
    'send "Authorization: Bearer <token>"; the token of a running Tattler is in running.json in its data folder'
  sendJson(response, 401, { success: false, error: `a token is required: ${hint}` })
  return false
}

/** `POST /api/query` with `{query: <DSL>}`, answered as the event log of Codebolt answers `eventLog.queryEvents`. */
export async function postQuery(log: AsyncLogApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body: unknown = JSON.parse((await readBody(request, QUERY_BYTES)).toString('utf8'))
    const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined
    sendJson(response, 200, { success: true, data: { result: await log.query(checkQuery(query)) } })
  } catch (error) {
    sendJson(response, statusOf(error), {
      success: false,
      error: error instanceof Error ? error.message : String(error),
    })
  }
}

function statusOf(error: unknown): number {
  if (error instanceof BodyError) return error.status
  if (error instanceof QueryError || error instanceof SyntaxError) return 400
  return error instanceof Error && 'code' in error && error.code === 'QueryError' ? 400 : 500
}

/** `GET /api/events/:id`: one event whole, with payload and metadata as JSON. */
export async function getEvent(log: AsyncLogApi, id: string, response: ServerResponse): Promise<void> {
  const event = /^\d{1,15}$/.test(id) ? await log.event(Number(id)) : null
  if (!event) {
    sendJson(response, 404, { success: false, error: `there is no event ${id}` })
    return
  }
  const { payload, metadata, ...rest } = event
  const text = JSON.stringify(rest)
  // Payload and metadata are JSON already; put in as they are, their numbers keep all digits.
  sendText(response, 200, `${text.slice(0, -1)},"payload":${payload},"metadata":${metadata}}`, 'application/json')
}
