import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Session } from '../datacat/session.ts'
import { writeSession } from '../datacat/session-document.ts'
import type { Sessions } from '../datacat/sessions.ts'
import { pickFields } from '../protocols/datacat-body.ts'
import { isJsonObject, type JsonObject } from '../protocols/json.ts'
import { parseFirst, Refusal, readDatacatBody, requireStored, sendBody, sendOk, sendPieces } from './datacat-answer.ts'
import { OPERATIONS } from './datacat-operations.ts'
import { type Intake, toId } from './intake.ts'

const SESSIONS = '/api/sessions'
const EXPORT = '/api/data/sessions'
const CREATE_FIELDS: ReadonlySet<string> = new Set(['product', 'version', 'machine_id', 'hostname'])

/** The API of DataCat's server: its daemon, its Go client and its documents use it. */
export class DatacatServer {
  private readonly sessions: Sessions
  private readonly intake: Intake

  constructor(sessions: Sessions, intake: Intake) {
    this.sessions = sessions
    this.intake = intake
  }

  knows(path: string): boolean {
    return path === SESSIONS || path.startsWith(`${SESSIONS}/`) || path === EXPORT || path === `${EXPORT}/`
  }

  /** Answers a request below one of its paths. Throws a `Refusal`. */
  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = decodePath(url.pathname)
    if (path.startsWith(EXPORT)) {
      if (request.method !== 'GET') throw new Refusal(405, 'Method not allowed', 'GET required')
      return sendPieces(response, writeSessions(this.sessions))
    }
    if (path === SESSIONS) {
      if (request.method !== 'POST') throw new Refusal(405, 'Method not allowed', 'POST required')
      return this.create(request, response)
    }
    const [, segment = '', operation = ''] = /^\/api\/sessions\/([^/]*)\/?(.*?)\/?$/s.exec(path) ?? []
    const id = toId(segment)
    if (id === '') throw new Refusal(400, 'Session ID required')
    if (request.method === 'GET' && operation === '') {
      const session = await this.sessions.find(id)
      if (!session) throw new Refusal(404, 'Session not found', `No session with ID ${id}`)
      return sendPieces(response, writeSession(this.sessions.log, session, this.sessions.now()))
    }
    const read = request.method === 'POST' ? OPERATIONS.get(operation) : undefined
    if (!read) throw new Refusal(404, 'Not found')
    const body = await readDatacatBody(request, this.intake)
    const apply = read(body)
    if ('reason' in apply) {
      await this.sessions.fileRefused(id, apply, body)
      throw new Refusal(400, 'Invalid request body', apply.reason)
    }
    requireStored(await apply(this.sessions, await this.sessions.findOrBegin(id)))
    sendOk(response)
  }

  private async create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { product, version, machine_id, hostname } = readTexts(await readDatacatBody(request, this.intake))
    if (!product || !version) throw new Refusal(400, 'Product and version are required fields')
    const facts = { product, version, ...(machine_id && { machine_id }), ...(hostname && { hostname }) }
    const { session, result } = await this.sessions.begin(facts)
    requireStored(result)
    // The Go client reads a map of strings: a value of any other type would break it.
    sendBody(response, { session_id: session.id, id: session.id })
  }
}

/** All sessions as a list, in pieces. */
export async function* writeSessions(sessions: Sessions): AsyncGenerator<string> {
  let before = '['
  for (const id of await sessions.list()) {
    const session: Session | null = await sessions.find(id)
    if (!session) continue
    yield before
    yield* writeSession(sessions.log, session, sessions.now())
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

/** What Go reads of a body into fields of text: what does not fit is as good as missing, the body as a whole as well. */
function readTexts(body: Buffer): Readonly<Record<string, string>> {
  let value: unknown
  try {
    value = parseFirst(body)
  } catch {
    return {}
  }
  const known: JsonObject = isJsonObject(value) ? pickFields(value, CREATE_FIELDS).known : {}
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  )
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new Refusal(400, 'Bad Request', 'the path is not valid UTF-8')
  }
}
