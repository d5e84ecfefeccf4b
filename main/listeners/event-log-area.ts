import type { IncomingMessage, ServerResponse } from 'node:http'
import { describeEventLogApi } from '../event-log/openapi.ts'
import { type FailureKind, OperationError, toOperationError } from '../event-log/operation-error.ts'
import { type EventLogServices, isOperationName, OPERATIONS, type OperationName } from '../event-log/operations.ts'
import { checkJsonLimits, parseJson } from '../protocols/json.ts'
import { LimitError, type Source } from '../protocols/protocol.ts'
import { sendJson, sendWrongMethod } from './answer.ts'
import { isAuthorized } from './api-area.ts'
import type { Area } from './area.ts'
import { BodyError } from './body.ts'
import { announceBodyError, readMessageBody } from './intake.ts'

const PATH = '/api/event-log/'
/** What cannot be understood is kept here. */
const SOURCE: Source = { protocol: 'codebolt', app: 'codebolt', stream: 'http', wantsSequences: true }

const STATUSES: Readonly<Record<FailureKind, number>> = {
  invalid: 400,
  'not-found': 404,
  exists: 409,
  'too-large': 413,
  failed: 500,
}

/**
 * The operations of the event log for scripts, with the token: `POST /api/event-log/<operation>`, its body the `params` of
 * the frame. `GET /api/event-log/openapi.json` describes them to everybody.
 */
export function createEventLogArea(services: EventLogServices, token: string): Area {
  async function answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const name = path.slice(PATH.length)
    if (name === 'openapi.json') {
      if (request.method === 'GET') sendJson(response, 200, describeEventLogApi())
      else sendWrongMethod(response, path, 'GET')
    } else if (!isOperationName(name)) {
      const error = `There is no such operation; they are ${Object.keys(OPERATIONS).join(', ')}`
      sendJson(response, 404, { success: false, error })
    } else if (request.method !== 'POST') sendWrongMethod(response, path, 'POST')
    else if (isAuthorized(request, response, token)) await answerOperation(services, request, response, name)
  }
  return {
    handle: (request, response, { pathname }) =>
      pathname.startsWith(PATH) ? answer(request, response, pathname) : undefined,
  }
}

async function answerOperation(
  services: EventLogServices,
  request: IncomingMessage,
  response: ServerResponse,
  name: OperationName,
): Promise<void> {
  try {
    const body = await readMessageBody(services.intake, request, SOURCE.app)
    const params = readParams(body, services)
    const data = await OPERATIONS[name]({ params, frame: makeFrame(name, body), source: SOURCE }, services)
    sendJson(response, 200, { success: true, data })
  } catch (error) {
    if (error instanceof BodyError) {
      announceBodyError(response, error)
      sendJson(response, error.status, { success: false, error: error.message })
      return
    }
    const { kind, message } = toOperationError(error)
    sendJson(response, STATUSES[kind], { success: false, error: message })
  }
}

/** No body is no params. */
function readParams(body: Buffer, { intake }: EventLogServices): unknown {
  if (body.length === 0) return undefined
  try {
    checkJsonLimits(body, intake.limits)
    return parseJson(body.toString('utf8'))
  } catch (error) {
    if (error instanceof LimitError) throw new OperationError('too-large', error.message)
    throw new OperationError('invalid', error instanceof Error ? error.message : String(error))
  }
}

/** The frame that a client of the WebSocket would have sent; put in as it is, a body keeps all digits of its numbers. */
function makeFrame(name: OperationName, body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`{"type":"eventLog.${name}","params":`),
    body.length === 0 ? Buffer.from('{}') : body,
    Buffer.from('}'),
  ])
}
