import { CRASH_EVENT, type DatacatMessage, type SessionFacts } from './datacat-message.ts'
import type { JsonObject } from './json.ts'
import type { DecodedEvent } from './protocol.ts'
import { summarize } from './summary.ts'

type MessageOf<O extends DatacatMessage['operation']> = Extract<DatacatMessage, { readonly operation: O }>

/** A session begins. */
export function readStart(session: SessionFacts, time: number): DecodedEvent {
  // Of one that nobody has begun no more is known than that it is there.
  const { product: _product, version: _version, ...told } = session
  return makeEvent('session', { action: 'started', ...(session.on_demand ? told : session) }, { time })
}

export function readEnd({ time, duration }: MessageOf<'ended'>): DecodedEvent {
  return makeEvent('session', { action: 'ended' }, { time, duration, success: true })
}

export function readCrash({ time, duration, event }: MessageOf<'crashed'>): DecodedEvent {
  const payload = { action: 'crashed', reason: event.data.reason, name: CRASH_EVENT, ...event }
  return makeEvent('session', payload, { time, duration, success: false, importance: 6 })
}

export function readPause({ operation, time }: MessageOf<'paused' | 'resumed'>): DecodedEvent {
  return makeEvent('session', { action: operation }, { time, importance: 1, summary: `Watch for a hang ${operation}` })
}

export function readState({ time, change, state }: MessageOf<'state'>): DecodedEvent {
  return makeEvent('state', { change, state }, { time })
}

/** An event that is made of what a session's book says. */
export function makeEvent(type: string, payload: JsonObject, known: Partial<DecodedEvent>): DecodedEvent {
  return {
    type,
    time: null,
    importance: 2,
    duration: null,
    success: null,
    tags: [],
    calledFrom: null,
    definedIn: null,
    summary: summarize(type, payload),
    target: null,
    query: null,
    payload: JSON.stringify(payload),
    metadata: null,
    nested: [],
    ...known,
  }
}
