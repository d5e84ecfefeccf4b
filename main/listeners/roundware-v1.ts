import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RoundwareDesk } from '../roundware/desk.ts'
import { readId, readSessionId, refuseUnknown } from '../roundware/event-record.ts'
import { toPythonJson } from '../roundware/python-text.ts'
import type { EventFilters } from '../roundware/reads.ts'
import { Refusal } from '../roundware/refusal.ts'
import { hasField, readPairs, type SentFields, textOf } from '../roundware/sent-fields.ts'
import { describeConfig } from '../roundware/stubs.ts'
import { sendWrongMethod } from './answer.ts'
import type { Intake } from './intake.ts'
import { readFields, readSentBody, type SentBody } from './roundware-body.ts'

/** What stands for a mistake that the server did not expect. */
const UNCAUGHT = 'An uncaught exception was raised. See traceback for details.'

/** Where version 1 lists events; everything else goes by the operation. */
const EVENT_LIST = /^\/api\/1\/rest\/event\/?$/

/** Operations of which a client sees no more than that the server logs them under their own name. */
const LOGGED = ['heartbeat', 'modify_stream', 'move_listener', 'skip_ahead', 'play_asset_in_stream', 'vote_asset']

/** `/api/1/rest/event/?name=value`. */
const FILTERS: EventFilters = {
  event_type: ({ event_type }, value) => event_type === value,
  event_type__startswith: ({ event_type }, value) => event_type.startsWith(value),
  server_time: ({ server_time }, value) => server_time.startsWith(value.replace(' ', 'T')),
  server_time__gte: ({ server_time }, value) => server_time >= value.replace(' ', 'T'),
  server_time__lte: ({ server_time }, value) => server_time <= value.replace(' ', 'T'),
}

/** Version 1: one address, an `operation` in the query or in the body of a form, and status 200 whatever happens. */
export class RoundwareV1 {
  private readonly desk: RoundwareDesk
  private readonly intake: Intake

  constructor(desk: RoundwareDesk, intake: Intake) {
    this.desk = desk
    this.intake = intake
  }

  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'POST') sendWrongMethod(response, url.pathname, 'GET, POST')
    else if (EVENT_LIST.test(url.pathname)) await this.answerList(response, url)
    else await this.answerOperation(request, response, url)
  }

  private async answerOperation(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    let fields = readPairs(url.searchParams)
    let body: SentBody = { bytes: Buffer.alloc(0), contentType: '' }
    try {
      body = await readSentBody(request, this.intake)
      fields = await this.addBody(url, body)
      send(response, 200, toPythonJson(await this.operate(fields)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.status === 413) response.setHeader('connection', 'close')
      else await this.desk.fileRefusal(error, toText(url, body), fields)
      send(response, error.status === 413 ? 413 : 200, toPythonJson(describe(error)))
    }
  }

  /**
   * The parameters, of which those of the address count. Roundware's server reads nothing but the operation from a body, so
   * one that cannot be read is no mistake.
   */
  private async addBody(url: URL, body: SentBody): Promise<SentFields> {
    try {
      const { values } = await readFields(body, this.intake)
      return readPairs([...Object.entries(values), ...url.searchParams])
    } catch (error) {
      if (error instanceof Refusal && error.status !== 413) return readPairs(url.searchParams)
      throw error
    }
  }

  private operate(fields: SentFields): Promise<unknown> {
    const operation = textOf(fields, 'operation')
    if (operation === null) {
      throw new Refusal("local variable 'function' referenced before assignment", {
        exception: 'UnboundLocalError',
        meaning: 'an operation is required, like ?operation=log_event',
      })
    }
    if (operation === '') throw new Refusal('Operation is required')
    const name = operation.toLowerCase()
    if (name === 'log_event') return this.logEvent(fields)
    if (name === 'get_config') return this.getConfig(fields)
    if (name === 'get_events') return this.getEvents(fields)
    if (LOGGED.includes(name)) return this.logOperation(name, fields)
    throw new Refusal(`Invalid operation, ${operation}`)
  }

  private async logEvent(fields: SentFields): Promise<unknown> {
    await this.desk.fileEvent(withoutOperation(fields))
    return { success: true }
  }

  private async logOperation(name: string, fields: SentFields): Promise<unknown> {
    if (!hasField(fields, 'session_id')) {
      throw new Refusal("'session_id'", {
        exception: 'django.utils.datastructures.MultiValueDictKeyError',
        meaning: 'a session_id is required for this operation',
      })
    }
    await this.desk.fileOwnEvent(name, withoutOperation(fields))
    return { success: true }
  }

  private async getConfig(fields: SentFields): Promise<unknown> {
    if (!hasField(fields, 'project_id')) throw new Refusal('a project_id is required for this operation')
    const project = readId(fields.values.project_id, 'Project')
    const deviceId = textOf(fields, 'device_id') || randomUUID()
    if (textOf(fields, 'new_session') === 'false') return describeConfig(project, deviceId, 0)
    const { id } = await this.desk.beginSession({
      project,
      deviceId,
      clientType: textOf(fields, 'client_type'),
      clientSystem: textOf(fields, 'client_system'),
      isGeoListening: false,
      timezone: '0000',
    })
    await this.desk.fileOwnEvent('start_session', readPairs([['session_id', id]]))
    return describeConfig(project, deviceId, id)
  }

  private async getEvents(fields: SentFields): Promise<unknown> {
    if (!hasField(fields, 'session_id')) return { error: 'no session_id' }
    const session = readSessionId(fields.values.session_id)
    const project = await this.desk.sessions.find(session)
    if (project === null) throw refuseUnknown('Session')
    const events = (await this.desk.reads.events(session)).map((event) => ({
      event_id: event.id,
      session_id: event.session_id,
      event_type: event.event_type,
      latitude: event.latitude,
      longitude: event.longitude,
      data: event.data,
      tags: event.tag_ids,
      server_time: event.server_time.replace('T', ' '),
    }))
    return { events, number_of_events: events.length, project_id: project }
  }

  private async answerList(response: ServerResponse, { searchParams }: URL): Promise<void> {
    try {
      const found = await this.desk.reads.filteredEvents(searchParams, 'session', FILTERS)
      const events = found.map(({ session_id, tag_ids, ...event }) => ({
        ...event,
        tags: tag_ids,
        session: session_id,
      }))
      send(response, 200, JSON.stringify(events))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      send(response, error.status, JSON.stringify(error.body))
    }
  }
}

/** What was sent, wherever it stood. */
function toText(url: URL, { bytes }: SentBody): string {
  return [url.search.slice(1), bytes.toString('utf8')].filter(Boolean).join('\n')
}

function withoutOperation({ values }: SentFields): SentFields {
  return readPairs(Object.entries(values).filter(([name]) => name !== 'operation'))
}

function describe({ message, exception }: Refusal): object {
  if (exception === null) return { error_message: message }
  return { error_message: UNCAUGHT, traceback: `Traceback (most recent call last):\n${exception}: ${message}` }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
