import { readDatacatEvent } from './datacat-event.ts'
import { unpackMessage } from './datacat-message.ts'
import { readHeartbeat, readMetric } from './datacat-series.ts'
import { readCrash, readEnd, readPause, readState } from './datacat-session.ts'
import { makeInvalidEvent } from './invalid-event.ts'
import type { Decoded, DecodedEvent, DecodedPoint, Problem, Protocol } from './protocol.ts'

/** Operations on sessions of DataCat. A message has passed the door, which knows the sessions: see `DatacatMessage`. */
export const datacat: Protocol = {
  name: 'datacat',
  dependsOnLog: true,
  decode(bytes, { stream }) {
    const { message, body } = unpackMessage(bytes)
    switch (message.operation) {
      case 'heartbeat':
        return point(stream, readHeartbeat(message))
      case 'state':
        return event(stream, readState(message))
      case 'ended':
        return event(stream, readEnd(message))
      case 'crashed':
        return event(stream, readCrash(message))
      case 'paused':
      case 'resumed':
        return event(stream, readPause(message))
      case 'event': {
        const read = readDatacatEvent(body)
        return 'reason' in read ? invalid(stream, read, body) : event(stream, read)
      }
      case 'metric': {
        const read = readMetric(body)
        return 'reason' in read ? invalid(stream, read, body) : point(stream, read)
      }
      case 'refused':
        return invalid(stream, { path: message.path, reason: message.reason }, body)
    }
  },
}

function event(stream: string, one: DecodedEvent): Decoded {
  return { streams: [{ stream, events: [one] }], accepted: 1, problems: [] }
}

function point(stream: string, one: DecodedPoint): Decoded {
  return { streams: [{ stream, events: [], points: [one] }], accepted: 1, problems: [] }
}

function invalid(stream: string, problem: Problem, body: Uint8Array): Decoded {
  return { streams: [{ stream, events: [makeInvalidEvent(problem, body)] }], accepted: 0, problems: [problem] }
}
