import type { DebugEvent } from '../../shared/event.ts'
import { hideSecrets, holdsSecrets } from '../../shared/secrets.ts'
import { formatJson, writeJson } from '../ui/json-text.ts'
import { type JsonValue, parseJson } from '../ui/json-value.ts'

/** The whole event as indented JSON. Payload and metadata stay the text they are, so that no number loses digits. */
export function eventJson(event: DebugEvent): string {
  const { payload, metadata, ...fields } = event
  const common = JSON.stringify(fields).slice(0, -1)
  return formatJson(`${common},"payload":${payload},"metadata":${metadata}}`)
}

/** An event to be shown to others: without the values that are secrets by their names. The same event if there are none. */
export function withoutSecrets(event: DebugEvent): DebugEvent {
  const payload = hideInText(event.payload)
  const metadata = hideInText(event.metadata)
  return payload === event.payload && metadata === event.metadata ? event : { ...event, payload, metadata }
}

function hideInText(text: string): string {
  let value: JsonValue
  try {
    value = parseJson(text)
  } catch {
    // Text that is no JSON has no names.
    return text
  }
  return holdsSecrets(value) ? writeJson(hideSecrets(value)) : text
}
