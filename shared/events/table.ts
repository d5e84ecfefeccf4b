import type { Static } from 'typebox'
import { accessCheck } from './access-check.ts'
import { email } from './email.ts'
import { exception } from './exception.ts'
import { invalid } from './invalid.ts'
import { log } from './log.ts'
import { metric } from './metric.ts'
import { event, middleware, template } from './named.ts'
import type { EventType } from './names.ts'
import { query } from './query.ts'
import { request } from './request.ts'
import { response } from './response.ts'
import { session } from './session.ts'
import { state } from './state.ts'

/** Payload and summary of each type. The viewer's list needs the names alone, and takes them from `names.ts`. */
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
  session,
  state,
  metric,
  invalid,
} as const satisfies { readonly [K in EventType]: unknown }

export type PayloadOf<K extends EventType> = Static<(typeof EVENT_TYPES)[K]['payload']>
