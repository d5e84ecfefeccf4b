import type { ReactNode } from 'react'
import { Check } from 'typebox/value'
import type { DebugEvent } from '../../../shared/event.ts'
import { type EventType, isEventType } from '../../../shared/events/names.ts'
import { EVENT_TYPES, type PayloadOf } from '../../../shared/events/table.ts'
import { findParameters } from '../../../shared/query-shape/parameters.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../ui/json-value.ts'
import { AccessCheckView } from './access-check.tsx'
import { EmailView } from './email.tsx'
import { AppEventView } from './event.tsx'
import { ExceptionView } from './exception.tsx'
import { InvalidView } from './invalid.tsx'
import { LogView } from './log.tsx'
import { MetricView } from './metric.tsx'
import { MiddlewareView } from './middleware.tsx'
import { tellingFirst, viewOther } from './other.tsx'
import { QueryView } from './query.tsx'
import { RequestView } from './request.tsx'
import { ResponseView } from './response.tsx'
import { SessionView } from './session.tsx'
import { StateView } from './state.tsx'
import { TemplateView } from './template.tsx'
import type { EventView } from './view.ts'

/** The view of each type; null where a JSON tree of the payload says it best. */
const VIEWS: { readonly [K in EventType]: EventView<K> | null } = {
  log: LogView,
  query: QueryView,
  email: EmailView,
  invalid: InvalidView,
  request: RequestView,
  response: ResponseView,
  middleware: MiddlewareView,
  template: TemplateView,
  event: AppEventView,
  access_check: AccessCheckView,
  exception: ExceptionView,
  session: SessionView,
  state: StateView,
  metric: MetricView,
}

/** Types whose view begins with all that the summary says: their details need no title above it. */
export const TITLED_TYPES: ReadonlySet<string> = new Set<EventType>([
  'query',
  'email',
  'request',
  'response',
  'access_check',
  'exception',
  'invalid',
])

/** A payload as its type's view shows it, and what that view leaves over. */
export interface ViewedPayload {
  /** Null when the type has no view, or the payload is not what its type declares. */
  readonly view: ReactNode | null
  readonly rest: JsonValue
}

export function viewPayload(event: DebugEvent, payload: JsonValue): ViewedPayload {
  const { type } = event
  if (!isJsonObject(payload)) return { view: null, rest: payload }
  if (!isEventType(type)) return { view: viewOther(event, payload), rest: tellingFirst(payload) }
  return viewAs(type, event, payload)
}

function viewAs<K extends EventType>(type: K, event: DebugEvent, payload: JsonObject): ViewedPayload {
  const View: EventView<K> | null = VIEWS[type]
  if (!View || !isPayloadOf(type, payload)) return { view: null, rest: payload }
  return { view: <View key={event.id} payload={payload} event={event} />, rest: withoutShown(type, payload) }
}

/** The part of a payload that its view does not show. */
function withoutShown(type: EventType, payload: JsonObject): JsonObject {
  const declared = EVENT_TYPES[type].payload.properties
  const parameters = type === 'query' ? findParameters(payload)?.key : undefined
  const isShown = (key: string) => Object.hasOwn(declared, key) || key === parameters
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !isShown(key)))
}

function isPayloadOf<K extends EventType>(type: K, payload: unknown): payload is PayloadOf<K> {
  return Check(EVENT_TYPES[type].payload, payload)
}
