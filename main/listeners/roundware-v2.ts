import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RoundwareDesk } from '../roundware/desk.ts'
import { Refusal, refuseToFind } from '../roundware/refusal.ts'
import { NO_FIELDS } from '../roundware/sent-fields.ts'
import type { Intake } from './intake.ts'
import { answerPreflight } from './preflight.ts'
import { readFields, readSentBody } from './roundware-body.ts'
import { type Answer, type Call, createRoutes, type Route } from './roundware-v2-routes.ts'

const ALLOWED_CALLS = { methods: 'GET, POST, PATCH, OPTIONS', headers: 'authorization, content-type' }

/** Version 2: a REST API, and Roundware's own words for what is asked of it in vain. */
export class RoundwareV2 {
  private readonly desk: RoundwareDesk
  private readonly intake: Intake
  private readonly routes: readonly Route[]

  constructor(desk: RoundwareDesk, intake: Intake) {
    this.desk = desk
    this.intake = intake
    this.routes = createRoutes(desk)
  }

  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method = 'GET' } = request
    if (method === 'OPTIONS') {
      answerPreflight(request, response, ALLOWED_CALLS)
      return
    }
    const path = url.pathname.replace(/^\/api\/2\/?/, '').replace(/\/$/, '')
    const route = this.routes.find((one) => one.path.test(path))
    const answer = new Map(Object.entries(route?.methods ?? {})).get(method.toLowerCase())
    if (!route) send(response, 404, refuseToFind().body)
    else if (!answer) {
      response.setHeader('allow', [...Object.keys(route.methods), 'options'].join(', ').toUpperCase())
      send(response, 405, { detail: `Method "${method}" not allowed.` })
    } else await this.call(answer, { request, url, id: Number(route.path.exec(path)?.[1] ?? 0) }, response)
  }

  /** What is turned down is kept, if it brought something. */
  private async call(answer: Answer, call: Omit<Call, 'fields'>, response: ServerResponse): Promise<void> {
    const bringsBody = call.request.method !== 'GET'
    let sent: Buffer | null = null
    let fields = NO_FIELDS
    try {
      if (bringsBody) {
        const body = await readSentBody(call.request, this.intake)
        sent = body.bytes
        fields = await readFields(body, this.intake)
      }
      send(response, 200, await answer({ ...call, fields }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.status === 413) response.setHeader('connection', 'close')
      else if (sent) await this.desk.fileRefusal(error, sent.toString('utf8'), fields)
      send(response, error.status, error.body)
    }
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
