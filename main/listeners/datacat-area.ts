import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Daemon } from '../datacat/daemon.ts'
import type { Sessions } from '../datacat/sessions.ts'
import type { Area } from './area.ts'
import { Refusal, sendBody, sendRefusal } from './datacat-answer.ts'
import { DatacatDaemon } from './datacat-daemon.ts'
import { DatacatServer } from './datacat-server.ts'
import type { Intake } from './intake.ts'
import { answerPreflight } from './preflight.ts'

const ALLOWED_CALLS = { methods: 'GET, POST', headers: 'content-type, content-encoding, authorization' }

export interface DatacatAreaOptions {
  readonly sessions: Sessions
  readonly daemon: Daemon
  readonly intake: Intake
}

const HEALTH_PATH = '/health'
/** The server's answer; nobody asks the daemon. */
const HEALTH = { service: 'datacat-server', status: 'healthy', version: '1.0.0' }

/** Doors for DataCat: the API of its server, that of its daemon, and `/health`, which both have. */
export function createDatacatArea({ sessions, daemon, intake }: DatacatAreaOptions): Area {
  const server = new DatacatServer(sessions, intake)
  const standIn = new DatacatDaemon(daemon, sessions, intake)

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    try {
      if (isPreflight(request)) answerPreflight(request, response, ALLOWED_CALLS)
      else if (server.knows(url.pathname)) await server.answer(request, response, url)
      else if (readPath(url.pathname) === HEALTH_PATH) sendBody(response, HEALTH)
      else await standIn.answer(request, response, readPath(url.pathname), url.searchParams)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // What is left of a body that was not read ends with the connection.
      if (!request.complete) response.setHeader('connection', 'close')
      sendRefusal(request, response, error)
    }
  }

  const takes = (pathname: string) => server.knows(pathname) || standIn.knows(readPath(pathname))
  return {
    takes,
    handle: (request, response, url) => {
      const isOurs = readPath(url.pathname) === HEALTH_PATH || takes(url.pathname)
      return isOurs ? answer(request, response, url) : undefined
    },
  }
}

/** Without the slash at its end, which changes nothing but right behind `/api/sessions`. */
function readPath(pathname: string): string {
  return pathname.replace(/\/$/, '')
}

/** A page asks whether it may send JSON. DataCat knows no pages, and answers OPTIONS like any method that it does not know. */
function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}
