import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Daemon } from '../datacat/daemon.ts'
import { isUnchanged } from '../datacat/merge-state.ts'
import type { Session } from '../datacat/session.ts'
import { writeSession } from '../datacat/session-document.ts'
import type { Sessions } from '../datacat/sessions.ts'
import { Totals } from '../datacat/totals.ts'
import type { IngestResult } from '../log/api.ts'
import { readEventBody, readMetricBody } from '../protocols/datacat-body.ts'
import { isJsonObject, type JsonObject } from '../protocols/json.ts'
import type { Problem } from '../protocols/protocol.ts'
import { parseFirst, Refusal, readDatacatBody, requireStored, sendBody, sendOk, sendPieces } from './datacat-answer.ts'
import { writeSessions } from './datacat-server.ts'
import { type Intake, toId } from './intake.ts'

/**
 * What Python writes for numbers that JSON cannot hold. `NaN` becomes a text, which is a value among data and none for a
 * metric. Strings are matched to be kept, one that does not end up to the end, so that no text is looked through twice.
 */
const BARE_NUMBER = /"(?:[^"\\]|\\.)*(?:"|$)|-?\bInfinity\b|\bNaN\b/gs
const NUMBERS: Readonly<Record<string, string>> = { Infinity: '1e999', '-Infinity': '-1e999', NaN: '"NaN"' }

/** Does to a session what a body says; null where there is nothing to do. */
type Operation = (session: Session, body: JsonObject, bytes: Buffer) => Promise<IngestResult | null>

/** The API of DataCat's daemon, with which apps talk on their own machine. */
export class DatacatDaemon {
  private readonly daemon: Daemon
  private readonly sessions: Sessions
  private readonly intake: Intake
  private readonly totals = new WeakMap<Session, Promise<Totals>>()

  constructor(daemon: Daemon, sessions: Sessions, intake: Intake) {
    this.daemon = daemon
    this.sessions = sessions
    this.intake = intake
  }

  knows(path: string): boolean {
    return path === '/register' || path === '/session' || path === '/sessions' || this.operations.has(path)
  }

  /** Answers a request to one of its paths. Throws a `Refusal`. */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    params: URLSearchParams,
  ): Promise<void> {
    const method = path.startsWith('/session') ? 'GET' : 'POST'
    if (request.method !== method) throw new Refusal(405, 'Method not allowed', `${method} required`)
    if (path === '/sessions') return sendPieces(response, writeSessions(this.sessions))
    if (path === '/session') return this.sendSession(response, params.get('session_id') ?? '')
    const bytes = await readDatacatBody(request, this.intake)
    if (path === '/register') return this.register(response, bytes)
    await this.operate(path, bytes)
    sendOk(response)
  }

  private readonly operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
    ['/state', (session, body, bytes) => this.addState(session, body, bytes)],
    ['/event', (session, body, bytes) => this.addEvent(session, body, bytes)],
    ['/metric', (session, body, bytes) => this.addMetric(session, body, bytes)],
    ['/heartbeat', (session) => this.sessions.heartbeat(session)],
    ['/pause_heartbeat', (session) => this.sessions.pause(session, true)],
    ['/resume_heartbeat', (session) => this.sessions.pause(session, false)],
    ['/end', (session) => this.sessions.end(session)],
  ])

  private async operate(path: string, bytes: Buffer): Promise<void> {
    const { body, sent } = readObject(bytes, 'Invalid request')
    const { session_id: id } = body
    if (id !== undefined && id !== null && typeof id !== 'string') throw new Refusal(400, 'Invalid request')
    const session = id ? await this.daemon.findOrBegin(toId(id)) : null
    if (!session) throw new Refusal(404, 'Session not found', `No session with ID ${id ?? ''}`)
    const result = await this.operations.get(path)?.(session, body, sent)
    if (result) requireStored(result)
  }

  private async register(response: ServerResponse, bytes: Buffer): Promise<void> {
    const { product = '', version = '', parent_pid: parentPid = 0 } = readObject(bytes, 'Invalid request body').body
    if (!isText(product) || !isText(version) || !isPid(parentPid)) throw new Refusal(400, 'Invalid request body')
    if (!product || !version) throw new Refusal(400, 'Product and version are required fields')
    const { session, result } = await this.daemon.register({ product, version, parentPid: parentPid || null })
    requireStored(result)
    sendBody(response, { session_id: session.id })
  }

  private async sendSession(response: ServerResponse, id: string): Promise<void> {
    if (id === '') throw new Refusal(400, 'Missing session_id parameter')
    const session = await this.daemon.find(toId(id))
    if (!session) throw new Refusal(404, 'Session not found', `No session with ID ${id}`)
    await sendPieces(response, writeSession(this.sessions.log, session, this.sessions.now()))
  }

  /** As the daemon does, passes over what says nothing new. */
  private async addState(session: Session, body: JsonObject, bytes: Buffer): Promise<IngestResult | null> {
    const state = body.state ?? {}
    if (!isJsonObject(state)) return this.refuse(session, { path: 'state', reason: 'must be an object' }, bytes)
    return isUnchanged(session.state, state) ? null : this.sessions.addState(session, state, null)
  }

  private async addEvent(session: Session, body: JsonObject, bytes: Buffer): Promise<IngestResult> {
    const read = readEventBody(body)
    if ('reason' in read) return this.refuse(session, read, bytes)
    return this.sessions.addEvent(session, read.fields, bytes)
  }

  private async addMetric(session: Session, body: JsonObject, bytes: Buffer): Promise<IngestResult> {
    const read = readMetricBody(body)
    if ('reason' in read) return this.refuse(session, read, bytes)
    const totals = await this.findTotals(session)
    return this.sessions.addMetric(session, totals.add(read.fields))
  }

  private findTotals(session: Session): Promise<Totals> {
    const known = this.totals.get(session)
    if (known) return known
    const reading = Totals.read(this.sessions.log, session)
    this.totals.set(session, reading)
    reading.catch(() => this.totals.delete(session))
    return reading
  }

  private async refuse(session: Session, problem: Problem, bytes: Buffer): Promise<never> {
    await this.sessions.fileRefused(session.id, problem, bytes)
    throw new Refusal(400, 'Invalid request', problem.reason)
  }
}

/** A body, and it as the bytes of one JSON value: what was sent, if that is one. Throws a `Refusal`. */
function readObject(bytes: Buffer, text: string): { readonly body: JsonObject; readonly sent: Buffer } {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'))
    return { body: requireObject(body, text), sent: bytes }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const body = requireObject(repair(bytes, text), text)
    return { body, sent: Buffer.from(JSON.stringify(body)) }
  }
}

function requireObject(value: unknown, text: string): JsonObject {
  if (value === null) return {}
  if (!isJsonObject(value)) throw new Refusal(400, text, 'the body must be an object')
  return value
}

/** Reads what is not quite JSON: with more behind its first value, or with numbers as only Python writes them. */
function repair(bytes: Buffer, text: string): unknown {
  try {
    return parseFirst(bytes)
  } catch (error) {
    try {
      return JSON.parse(bytes.toString('utf8').replaceAll(BARE_NUMBER, (token) => NUMBERS[token] ?? token))
    } catch {
      throw new Refusal(400, text, error instanceof Error ? error.message : text)
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** 0 stands for none. */
function isPid(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
