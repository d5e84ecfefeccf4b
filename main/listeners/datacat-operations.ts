import type { Session } from '../datacat/session.ts'
import type { Sessions } from '../datacat/sessions.ts'
import type { IngestResult } from '../log/api.ts'
import { readEventBody, readMetricBody, readStateBody } from '../protocols/datacat-body.ts'
import { isJsonObject, parseJson } from '../protocols/json.ts'
import type { Problem } from '../protocols/protocol.ts'
import { parseFirst } from './datacat-answer.ts'

/** Does to a session what a body says. */
type Apply = (sessions: Sessions, session: Session) => Promise<IngestResult>

/** What a daemon or client can do to a session with `POST /api/sessions/{id}/…`, by that name: reads the body first. */
export const OPERATIONS: ReadonlyMap<string, (body: Buffer) => Apply | Problem> = new Map([
  ['state', readState],
  ['events', readEvent],
  ['metrics', readMetric],
  ['heartbeat', () => (sessions: Sessions, session: Session) => sessions.heartbeat(session)],
  ['end', () => (sessions: Sessions, session: Session) => sessions.end(session)],
  ['crash', readCrash],
])

function readState(body: Buffer): Apply | Problem {
  const value = attempt(() => parseJson(body.toString('utf8')))
  if ('reason' in value) return value
  const read = readStateBody(value.value)
  return 'reason' in read ? read : (sessions, session) => sessions.addState(session, read.state, read.time)
}

function readEvent(body: Buffer): Apply | Problem {
  const value = attempt(() => parseJson(body.toString('utf8')))
  if ('reason' in value) return value
  const read = readEventBody(value.value)
  return 'reason' in read ? read : (sessions, session) => sessions.addEvent(session, read.fields, body)
}

function readMetric(body: Buffer): Apply | Problem {
  const value = attempt(() => parseFirst(body))
  if ('reason' in value) return value
  const read = readMetricBody(value.value)
  return 'reason' in read ? read : (sessions, session) => sessions.addMetric(session, read.fields)
}

/** A crash is taken with any body. */
function readCrash(body: Buffer): Apply {
  const read = attempt(() => parseFirst(body))
  const value = 'value' in read ? read.value : undefined
  const told = value === null ? '' : isJsonObject(value) ? (value.reason ?? '') : undefined
  const reason = typeof told === 'string' ? told : 'abnormal_termination'
  return (sessions, session) => sessions.crash(session, { category: 'critical', data: { reason } })
}

function attempt(parse: () => unknown): { readonly value: unknown } | Problem {
  try {
    return { value: parse() }
  } catch (error) {
    return { path: '', reason: error instanceof Error ? error.message : String(error) }
  }
}
