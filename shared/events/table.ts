import type { Static } from 'typebox'
import { accessCheck } from './access-check.ts'
import { email } from './email.ts'
import { exception } from './exception.ts'
import { invalid } from './invalid.ts'
import { log } from './log.ts'
import { event, middleware, template } from './named.ts'
import { query } from './query.ts'
import { request } from './request.ts'
import { response } from './response.ts'

/** Every event type Tattler knows. Any other type is kept, too, and shown as JSON. */
export const EVENT_TYPES = {
  log,
  query,
  request,
  response,
  middleware,
  template,
  email,
  event,
  access_check: accessCheck,
  exception,
  invalid,
} as const

export type EventType = keyof typeof EVENT_TYPES
export type PayloadOf<K extends EventType> = Static<(typeof EVENT_TYPES)[K]['payload']>

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_TYPES, type)
}
