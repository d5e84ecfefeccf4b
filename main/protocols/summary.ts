import { Check } from 'typebox/value'
import { type EventType, isEventType } from '../../shared/events/names.ts'
import { EVENT_TYPES } from '../../shared/events/table.ts'
import { hideSecrets, hideSecretsInText } from '../../shared/hide-secrets.ts'
import { MASK } from '../../shared/secrets.ts'
import type { JsonObject } from './json.ts'

/** Characters of a list line's text. */
const SUMMARY_LENGTH = 300
/** White space that has no place in one line: at an end, doubled, or other than a space. */
const UNTIDY = /^\s|\s$|\s\s|[^\S ]/

/** The line of an event in the list. The payload must have the shape of its type, unless that is an open one. */
export function summarize(type: string, payload: JsonObject): string {
  if (isEventType(type) && isFitting(type, payload)) {
    const summarizeType: (payload: never) => string = EVENT_TYPES[type].summarize
    return cutSummary(summarizeType(payload as never))
  }
  const line = payload.message ?? payload.name ?? payload.title ?? payload.summary
  return cutSummary(
    typeof line === 'string' && line !== ''
      ? line
      : JSON.stringify(hideSecrets(payload, MASK)).slice(0, SUMMARY_LENGTH + 1),
  )
}

function isFitting(type: EventType, payload: JsonObject): boolean {
  const { isOpen = false, payload: shape } = EVENT_TYPES[type]
  return !isOpen || Check(shape, payload)
}

/** A text as one line of a list, without the secrets in it. */
export function cutSummary(text: string): string {
  const start = hideSecretsInText(text.length > 4 * SUMMARY_LENGTH ? text.slice(0, 4 * SUMMARY_LENGTH) : text, MASK)
  // Most texts are one tidy line: finding that out costs a tenth of making it one.
  const line = UNTIDY.test(start) ? start.replace(/\s+/g, ' ').trim() : start
  return line.length > SUMMARY_LENGTH ? `${line.slice(0, SUMMARY_LENGTH - 1)}…` : line
}
