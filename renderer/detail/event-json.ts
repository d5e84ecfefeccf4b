import type { DebugEvent } from '../../shared/event.ts'
import { formatJson } from '../ui/json-text.ts'

/** The whole event as indented JSON. Payload and metadata stay the text they are, so that no number loses digits. */
export function eventJson(event: DebugEvent): string {
  const { payload, metadata, ...fields } = event
  const common = JSON.stringify(fields).slice(0, -1)
  return formatJson(`${common},"payload":${payload},"metadata":${metadata}}`)
}
