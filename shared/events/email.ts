import Type from 'typebox'
import { defineEventType } from './event-type.ts'

const addresses = Type.Array(Type.String())

export const email = defineEventType({
  payload: Type.Object({
    subject: Type.String(),
    /** HTML, and hostile: never rendered outside a sandbox. Empty where the mail has none. */
    body: Type.String(),
    from: Type.String(),
    to: addresses,
    cc: Type.Optional(addresses),
    bcc: Type.Optional(addresses),
    replyTo: Type.Optional(Type.String()),
    /** File names only. */
    attachments: Type.Optional(Type.Array(Type.String())),
    /** The plain text beside the HTML, or instead of it. */
    text: Type.Optional(Type.String()),
    /** In the order of the mail, repeated ones each on their own; values decoded. */
    headers: Type.Optional(Type.Array(Type.Object({ key: Type.String(), value: Type.String() }))),
    /** As sent, like `Sat, 21 Nov 2026 06:23:40 +0000`. */
    date: Type.Optional(Type.String()),
    messageId: Type.Optional(Type.String()),
    /** Who sent it on behalf of `from`. */
    sender: Type.Optional(Type.String()),
    /** What is attached or embedded, in the order of the mail. Their bytes are in its source. */
    files: Type.Optional(
      Type.Array(
        Type.Object({
          name: Type.String(),
          /** MIME type as the mail names it. */
          type: Type.String(),
          /** Bytes, decoded. */
          size: Type.Number(),
          /** Without angle brackets; `cid:` addresses in the HTML name it. */
          contentId: Type.Optional(Type.String()),
          /** Part of the HTML, and not for the reader to save. */
          isInline: Type.Boolean(),
        }),
      ),
    ),
    /** Bytes of the source that is kept; absent where there is none. */
    sourceSize: Type.Optional(Type.Number()),
  }),
  summarize: ({ subject, to, cc = [], bcc = [] }) => {
    const recipients = to.length > 0 ? to : [...cc, ...bcc]
    return `${subject || '(no subject)'} → ${recipients.join(', ') || 'nobody'}`
  },
})

export type EmailPayload = Type.Static<typeof email.payload>
