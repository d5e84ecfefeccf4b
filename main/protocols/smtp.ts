import { type MailRecord, unpackMail } from '../mail/mail-record.ts'
import type { DecodedEvent, Problem, Protocol } from './protocol.ts'
import { summarize } from './summary.ts'

/** Characters of a mail that could not be read that its event shows; its source is kept whole. */
const RAW_LENGTH = 65_536

/** Mails that were read at the door already, where one that resists holds up no other message. */
export const smtp: Protocol = {
  name: 'smtp',
  decode(bytes, { stream }) {
    const { record, source } = unpackMail(bytes)
    const problems: Problem[] = 'problem' in record ? [{ path: '', reason: record.problem }] : []
    const event = toEvent(record, source)
    return { streams: [{ stream, events: [event] }], accepted: 1 - problems.length, problems }
  },
}

function toEvent(record: MailRecord, source: Uint8Array): DecodedEvent {
  // The bytes of a batch go away with it: what outlives it is copied by who stores it.
  const common = {
    time: null,
    duration: null,
    tags: [],
    calledFrom: null,
    definedIn: null,
    target: null,
    query: null,
    metadata: JSON.stringify(record.metadata),
    nested: [],
    source,
  }
  if ('payload' in record) {
    const summary = summarize('email', record.payload)
    return { ...common, type: 'email', importance: 2, success: null, summary, payload: JSON.stringify(record.payload) }
  }
  const text = Buffer.from(source.buffer, source.byteOffset, Math.min(source.byteLength, 4 * RAW_LENGTH)).toString()
  const raw = text.slice(0, RAW_LENGTH)
  const cut = Math.max(0, source.byteLength - Buffer.byteLength(raw))
  const payload = { path: '', reason: record.problem, raw, cut }
  const summary = summarize('invalid', payload)
  return { ...common, type: 'invalid', importance: 5, success: false, summary, payload: JSON.stringify(payload) }
}
