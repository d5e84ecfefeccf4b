import { type MailRecord, unpackMail } from '../mail/mail-record.ts'
import { makeInvalidEvent } from './invalid-event.ts'
import type { DecodedEvent, Problem, Protocol } from './protocol.ts'
import { summarize } from './summary.ts'

/** Mails that were read at the door already, where one that resists holds up no other message. */
export const smtp: Protocol = {
  name: 'smtp',
  dependsOnLog: true,
  decode(bytes, { stream }) {
    const { record, source } = unpackMail(bytes)
    const problems: Problem[] = 'problem' in record ? [{ path: '', reason: record.problem }] : []
    const event = toEvent(record, source)
    return { streams: [{ stream, events: [event] }], accepted: 1 - problems.length, problems }
  },
}

function toEvent(record: MailRecord, source: Uint8Array): DecodedEvent {
  // The bytes of a batch go away with it: what outlives it is copied by who stores it.
  const rest = { metadata: JSON.stringify(record.metadata), source }
  if ('payload' in record) {
    return {
      type: 'email',
      time: null,
      importance: 2,
      duration: null,
      success: null,
      tags: [],
      calledFrom: null,
      definedIn: null,
      summary: summarize('email', record.payload),
      target: null,
      query: null,
      payload: JSON.stringify(record.payload),
      nested: [],
      ...rest,
    }
  }
  return { ...makeInvalidEvent({ path: '', reason: record.problem }, source), ...rest }
}
