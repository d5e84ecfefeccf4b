import { useEffect, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { StreamKey } from '../../shared/stream.ts'
import type { Backend } from '../backend.ts'
import { messageOf } from '../ui/failures.ts'
import { isJsonObject, type JsonObject, parseJson } from '../ui/json-value.ts'

/** A state and the one before it in its stream. */
export interface StateStep {
  readonly id: EventId
  readonly state: JsonObject
  /** Of the state event before it, else what the session began with; null where neither is in the log. */
  readonly before: JsonObject | null
  /** The state event before it. */
  readonly previous: EventId | null
}

/** Reads a state event and the one before it; null for an event that is gone, or holds no state. */
async function readStep(backend: Backend, stream: StreamKey, id: EventId): Promise<StateStep | null> {
  const [state, previous] = await Promise.all([readState(backend, id), findPrevious(backend, stream, id)])
  if (state === null) return null
  const before = previous === null ? await readBeginning(backend, stream, id) : await readState(backend, previous)
  return { id, state, before, previous }
}

async function readState(backend: Backend, id: EventId): Promise<JsonObject | null> {
  const payload = await readPayload(backend, id)
  const state = payload?.state
  return state !== undefined && isJsonObject(state) ? state : null
}

async function readPayload(backend: Backend, id: EventId): Promise<JsonObject | null> {
  const event = await backend.request('event/open', id)
  if (!event) return null
  const payload = parseJson(event.payload)
  return isJsonObject(payload) ? payload : null
}

function findPrevious(backend: Backend, stream: StreamKey, before: EventId): Promise<EventId | null> {
  return findBefore(backend, stream, before, { type: 'state', direction: 'desc' })
}

/** A session has a state before any is sent: its product and version. */
async function readBeginning(backend: Backend, stream: StreamKey, before: EventId): Promise<JsonObject | null> {
  const id = await findBefore(backend, stream, before, { type: 'session', direction: 'asc' })
  const payload = id === null ? null : await readPayload(backend, id)
  if (!payload) return null
  const { action = 'started', product, version } = payload
  if (action !== 'started') return null
  return { ...(product !== undefined && { product }), ...(version !== undefined && { version }) }
}

/** The last event of a type before another, or with `asc` the first of the stream. */
async function findBefore(
  backend: Backend,
  { instance, stream }: StreamKey,
  before: EventId,
  { type, direction }: { readonly type: string; readonly direction: 'asc' | 'desc' },
): Promise<EventId | null> {
  const { events = [] } = await backend.request('log/query', {
    from: { instance, stream },
    where: [
      { field: 'type', operator: 'eq', value: type },
      { field: 'id', operator: 'lt', value: before },
    ],
    select: ['id'],
    orderBy: { field: 'id', direction },
    limit: 1,
  })
  return events[0] === undefined ? null : Number(events[0].id)
}

export type LoadedStep =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly step: StateStep }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string }

/** A state event with the one before it. While another one loads, the last one stays. */
export function useStateStep(backend: Backend, { instance, stream }: StreamKey, id: EventId): LoadedStep {
  const [loaded, setLoaded] = useState<LoadedStep>({ kind: 'loading' })
  useEffect(() => {
    let isCurrent = true
    const settle = (step: LoadedStep) => isCurrent && setLoaded(step)
    readStep(backend, { instance, stream }, id).then(
      (step) => settle(step === null ? { kind: 'gone' } : { kind: 'ready', step }),
      (error: unknown) => settle({ kind: 'failed', reason: messageOf(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [backend, instance, stream, id])
  return loaded
}
