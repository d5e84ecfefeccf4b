/** Every event type Tattler knows. Any other type is kept, too, and shown as JSON. */
export const EVENT_TYPE_NAMES = [
  'log',
  'query',
  'request',
  'response',
  'middleware',
  'template',
  'email',
  'event',
  'access_check',
  'exception',
  'session',
  'state',
  'metric',
  'invalid',
] as const

export type EventType = (typeof EVENT_TYPE_NAMES)[number]

export function isEventType(type: string): type is EventType {
  return (EVENT_TYPE_NAMES as readonly string[]).includes(type)
}
