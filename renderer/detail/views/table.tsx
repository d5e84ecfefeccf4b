import type { ReactNode } from 'react'
import { Check } from 'typebox/value'
import type { DebugEvent } from '../../../shared/event.ts'
import { type EventType, isEventType } from '../../../shared/events/names.ts'
import { EVENT_TYPES, type PayloadOf } from '../../../shared/events/table.ts'
import { hideSecrets } from '../../../shared/hide-secrets.ts'
import { findParameters } from '../../../shared/query-shape/parameters.ts'
import { MASK } from '../../../shared/secrets.ts'
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

/** Types whose view masks secrets itself, each where it stands; and mails, which are shown as their readers see them. */
const MASKING_TYPES: ReadonlySet<string> = new Set<EventType>(['request', 'response', 'state', 'email'])

/** A payload as its type's view shows it, and what that view leaves over. */
export interface ViewedPayload {
  /** Null when the type has no view, or the payload is not what its type declares. */
  readonly view: ReactNode | null
  readonly rest: JsonValue
  /** Whether secrets are masked in the view, or would be if they were not in the open. */
  readonly hasSecrets: boolean
}

/** `isRevealed`: whether secrets are in the open where the type's view does not mask them itself. */
export function viewPayload(event: DebugEvent, payload: JsonValue, isRevealed: boolean): ViewedPayload {
  const { type } = event
  if (!isJsonObject(payload)) return { view: null, rest: payload, hasSecrets: false }
  const rest = isEventType(type) ? withoutShown(type, payload) : tellingFirst(payload)
  const open = viewShown(event, payload, payload)
  if (open === null || MASKING_TYPES.has(type))
    return { view: open, rest: open === null && isEventType(type) ? payload : rest, hasSecrets: false }
  const hidden = hideSecrets(payload, MASK)
  const isViewed = (key: string) => !isEventType(type) || !Object.hasOwn(rest, key)
  const hasSecrets = Object.keys(payload).some((key) => hidden[key] !== payload[key] && isViewed(key))
  return { view: isRevealed ? open : viewShown(event, payload, hidden), rest, hasSecrets }
}

function viewShown(event: DebugEvent, sent: JsonObject, shown: JsonObject): ReactNode | null {
  return isEventType(event.type) ? viewAs(event.type, event, sent, shown) : viewOther(event, shown)
}

function viewAs<K extends EventType>(
  type: K,
  event: DebugEvent,
  sent: JsonObject,
  shown: JsonObject,
): ReactNode | null {
  const View: EventView<K> | null = VIEWS[type]
  if (!View || !isPayloadOf(type, sent) || !isPayloadOf(type, shown)) return null
  return <View key={event.id} payload={shown} sent={sent} isRevealed={sent === shown} event={event} />
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
