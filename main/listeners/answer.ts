import type { ServerResponse } from 'node:http'

/** The rest of a body that is refused is read up to this, so that its connection can go on. Bytes. */
const MOST_DRAINED = 64 * 1024

/** What every answer says to a browser: nothing here is a page to be framed, run, guessed at, or loaded by other sites. */
const SHIELD = new Map([
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
])

/** Call it before anything else is done with a response; a page of the viewer's own then says what it may do. */
export function shieldAnswer(response: ServerResponse): void {
  response.setHeaders(SHIELD)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body), 'application/json')
}

export function sendText(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  if (status >= 400) endWithLargeBody(response)
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

export function sendWrongMethod(response: ServerResponse, path: string, allowed: string): void {
  response.setHeader('allow', allowed)
  sendText(response, 405, `${path} takes ${allowed} only.\n`)
}

/** What is refused is not read to its end, however much it is: the connection ends with the answer. */
function endWithLargeBody(response: ServerResponse): void {
  const { complete, headers } = response.req
  const isLarge = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > MOST_DRAINED
  if (!complete && isLarge) response.setHeader('connection', 'close')
}
