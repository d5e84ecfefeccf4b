import Type from 'typebox'
import { defineEventType } from './event-type.ts'

const addresses = Type.Array(Type.String())

export const email = defineEventType({
  payload: Type.Object({
    subject: Type.String(),
    /** HTML, and hostile: never rendered outside a sandbox. */
    body: Type.String(),
    from: Type.String(),
    to: addresses,
    cc: Type.Optional(addresses),
    bcc: Type.Optional(addresses),
    replyTo: Type.Optional(Type.String()),
    /** File names only. */
    attachments: Type.Optional(Type.Array(Type.String())),
  }),
  summarize: (payload) => `${payload.subject} → ${payload.to.join(', ')}`,
})

export type EmailPayload = Type.Static<typeof email.payload>
