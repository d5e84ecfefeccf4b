import { EVENT_TYPES } from '../../shared/events/table.ts'
import type { DecodedEvent, Problem } from './protocol.ts'
import { cutSummary } from './summary.ts'

/** Characters of what was sent that are kept. */
const RAW_LENGTH = 65_536

/** The event that stands for what could not be decoded; `sent` is that, as text or as bytes of it. */
export function makeInvalidEvent({ path, reason }: Problem, sent: string | Uint8Array): DecodedEvent {
  const payload = { path, reason, ...(typeof sent === 'string' ? cutText(sent) : cutBytes(sent)) }
  return {
    type: 'invalid',
    time: null,
    importance: 5,
    duration: null,
    success: false,
    tags: [],
    calledFrom: null,
    definedIn: null,
    summary: cutSummary(EVENT_TYPES.invalid.summarize(payload)),
    target: null,
    query: null,
    payload: JSON.stringify(payload),
    metadata: null,
    nested: [],
  }
}

function cutText(text: string): { raw: string; cut: number } {
  return { raw: text.slice(0, RAW_LENGTH), cut: Math.max(0, text.length - RAW_LENGTH) }
}

function cutBytes(bytes: Uint8Array): { raw: string; cut: number } {
  // No character takes more than four bytes.
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4 * RAW_LENGTH))
  const raw = head.toString('utf8').slice(0, RAW_LENGTH)
  return { raw, cut: Math.max(0, bytes.byteLength - Buffer.byteLength(raw)) }
}

/** What is told of something that Tattler should have been able to read, or to store. */
export function explainFailure(error: unknown): string {
  return `Tattler failed on this, which is a mistake of its own: ${error instanceof Error ? error.message : String(error)}`
}
