import type { DebugEvent } from '../../shared/event.ts'
import { hideSecrets } from '../../shared/secrets.ts'
import { formatPieces } from '../ui/json-text.ts'
import { type JsonValue, parseJson } from '../ui/json-value.ts'
import { writeInSlices } from '../ui/json-writer.ts'
import { joinInSlices } from '../ui/slices.ts'

/** The whole event as indented JSON. Payload and metadata stay the text they are, so that no number loses digits. */
export function eventJson(event: DebugEvent): Promise<string> {
  const { payload, metadata, ...fields } = event
  const common = JSON.stringify(fields).slice(0, -1)
  return indentJson(`${common},"payload":${payload},"metadata":${metadata}}`)
}

/** Indents JSON text of any size and changes nothing else. */
async function indentJson(text: string): Promise<string> {
  const value = readJson(text)
  // Written anew it is the same text, so it may be written anew with indents, which is several times as fast.
  if (value !== undefined && JSON.stringify(value) === text) return writeInSlices(value, { isIndented: true })
  return joinInSlices(formatPieces(text))
}

/** An event to be shown to others: without the values that are secrets by their names. The same event if there are none. */
export async function withoutSecrets(event: DebugEvent): Promise<DebugEvent> {
  const payload = await hideInText(event.payload)
  const metadata = await hideInText(event.metadata)
  return payload === event.payload && metadata === event.metadata ? event : { ...event, payload, metadata }
}

/** Text that is no JSON has no names, and stays as it is. */
async function hideInText(text: string): Promise<string> {
  const value = readJson(text)
  if (value === undefined) return text
  const shown = hideSecrets(value)
  return shown === value ? text : writeInSlices(shown, { isIndented: false })
}

function readJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
