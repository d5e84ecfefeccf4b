import type { IncomingMessage, ServerResponse } from 'node:http'
import packageJson from '../../package.json' with { type: 'json' }
import { hideSecrets, hideSecretsInText } from '../../shared/hide-secrets.ts'
import { checkQuery } from '../../shared/query/check.ts'
import { hideSecretsOfResult } from '../../shared/query/hide-result-secrets.ts'
import { QueryError } from '../../shared/query/query.ts'
import type { AsyncLogApi } from '../log/api.ts'
import { sendJson, sendText, sendWrongMethod } from './answer.ts'
import type { Area } from './area.ts'
import { BodyError, readBody } from './body.ts'
import { isToken } from './guard.ts'

/** A query is short; whatever is longer is none. Bytes. */
const QUERY_BYTES = 1024 * 1024
const EVENTS_PATH = '/api/events/'

/**
 * What programs may ask with the token: `POST /api/query`, `GET /api/events/:id`; and without it, `GET /healthz`. Values with the names
 * of secrets are left out of the answers, unless the address says `?secrets=show`.
 */
export function createApiArea(log: AsyncLogApi, token: string): Area {
  async function answerQuery(request: IncomingMessage, response: ServerResponse, hides: boolean): Promise<void> {
    if (request.method !== 'POST') sendWrongMethod(response, '/api/query', 'POST')
    else if (isAuthorized(request, response, token)) await postQuery(log, request, response, hides)
  }
  async function answerEvent(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    hides: boolean,
  ): Promise<void> {
    if (request.method !== 'GET') sendWrongMethod(response, EVENTS_PATH + id, 'GET')
    else if (isAuthorized(request, response, token)) await getEvent(log, id, response, hides)
  }
  async function answerHealth(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET') sendWrongMethod(response, '/healthz', 'GET')
    else sendJson(response, 200, { service: 'tattler', version: packageJson.version })
  }
  return {
    handle: (request, response, { pathname, searchParams }) => {
      const hides = searchParams.get('secrets') !== 'show'
      if (pathname === '/api/query') return answerQuery(request, response, hides)
      if (pathname.startsWith(EVENTS_PATH)) {
        return answerEvent(request, response, pathname.slice(EVENTS_PATH.length), hides)
      }
      return pathname === '/healthz' ? answerHealth(request, response) : undefined
    },
  }
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
async function postQuery(
  log: AsyncLogApi,
  request: IncomingMessage,
  response: ServerResponse,
  hides: boolean,
): Promise<void> {
  try {
    const body: unknown = JSON.parse((await readBody(request, QUERY_BYTES)).toString('utf8'))
    const query = checkQuery(typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined)
    const found = await log.query(query)
    sendJson(response, 200, { success: true, data: { result: hides ? hideSecretsOfResult(query, found) : found } })
  } catch (error) {
    // Else the rest of a body that was refused would be read to its end.
    if (!request.complete) response.setHeader('connection', 'close')
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
async function getEvent(log: AsyncLogApi, id: string, response: ServerResponse, hides: boolean): Promise<void> {
  const event = /^\d{1,15}$/.test(id) ? await log.event(Number(id)) : null
  if (!event) {
    sendJson(response, 404, { success: false, error: `there is no event ${id}` })
    return
  }
  const { payload: sent, metadata: said, ...rest } = event
  const [payload, metadata] = hides ? [hideSecretsInText(sent), hideSecretsInText(said)] : [sent, said]
  const text = JSON.stringify(hides ? hideSecrets(rest) : rest)
  // Payload and metadata are JSON already; put in as they are, their numbers keep all digits.
  sendText(response, 200, `${text.slice(0, -1)},"payload":${payload},"metadata":${metadata}}`, 'application/json')
}
