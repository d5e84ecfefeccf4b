import type { ReactNode } from 'react'
import type { DebugEvent } from '../../../shared/event.ts'
import { keysOf } from '../../ui/json-nodes.ts'
import type { JsonObject } from '../../ui/json-value.ts'
import { findFailure } from '../../ui/stack-values.ts'
import { FailureReport } from './failure-report.tsx'

/** Keys that tell what a payload is about, whatever its type; they stand first. */
const TELLING_KEYS = [
  'message',
  'title',
  'name',
  'summary',
  'description',
  'id',
  'type',
  'status',
  'level',
  'time',
  'duration',
]

/** What a payload without a view of its own shows above its tree: the exception it carries, or nothing. */
export function viewOther(event: DebugEvent, payload: JsonObject): ReactNode {
  const failure = findFailure(payload)
  return failure && <FailureReport key={event.id} failure={failure} instance={event.instance} />
}

/** With more keys an object is a map: they tell of its entries, not of itself. */
const MOST_KEYS = 1000

/** The payload with the keys first that tell what it is about. */
export function tellingFirst(payload: JsonObject): JsonObject {
  if (keysOf(payload).length > MOST_KEYS) return payload
  const first = TELLING_KEYS.filter((key) => Object.hasOwn(payload, key))
  return first.length === 0
    ? payload
    : { ...Object.fromEntries(first.map((key) => [key, payload[key] ?? null])), ...payload }
}
