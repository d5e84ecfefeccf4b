import type { DebugEvent } from '../../shared/event.ts'
import { hideSecrets } from '../../shared/hide-secrets.ts'
import { formatPieces } from '../ui/json-text.ts'
import { type JsonObject, type JsonValue, parseJson } from '../ui/json-value.ts'
import { writeInSlices } from '../ui/json-writer.ts'
import { joinInSlices } from '../ui/slices.ts'

export interface EventText {
  readonly text: string
  /** Whether values that are secrets by their names were left out. */
  readonly hasHidden: boolean
}

/** The whole event as indented JSON. Payload and metadata stay as they were sent, so that no number loses digits. */
export async function eventJson(event: DebugEvent, options: { readonly hidesSecrets: boolean }): Promise<EventText> {
  const { payload, metadata, ...fields } = event
  const parts = [readPart(payload, options.hidesSecrets), readPart(metadata, options.hidesSecrets)] as const
  const hasHidden = parts.some((part) => part.isChanged)
  const [shown, shownMetadata] = parts.map((part) => part.value)
  const common: JsonObject = JSON.parse(JSON.stringify(fields))
  if (shown !== undefined && shownMetadata !== undefined) {
    const whole = { ...common, payload: shown, metadata: shownMetadata }
    return { text: await writeInSlices(whole, { isIndented: true }), hasHidden }
  }
  const [text, metadataText] = await Promise.all(parts.map(partText))
  const compact = `${JSON.stringify(common).slice(0, -1)},"payload":${text},"metadata":${metadataText}}`
  return { text: await joinInSlices(formatPieces(compact)), hasHidden }
}

interface EventPart {
  readonly sent: string
  /** What to write; undefined for text that only its own characters tell of, like `1.0`, and for text that is no JSON. */
  readonly value: JsonValue | undefined
  readonly isChanged: boolean
}

function readPart(sent: string, hidesSecrets: boolean): EventPart {
  const value = readJson(sent)
  const shown = value !== undefined && hidesSecrets ? hideSecrets(value) : value
  if (shown !== value) return { sent, value: shown, isChanged: true }
  // To write a value is several times as fast as to indent its text.
  return { sent, value: JSON.stringify(value) === sent ? value : undefined, isChanged: false }
}

async function partText({ sent, value, isChanged }: EventPart): Promise<string> {
  return isChanged && value !== undefined ? writeInSlices(value, { isIndented: false }) : sent
}

function readJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
