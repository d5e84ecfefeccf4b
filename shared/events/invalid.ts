import Type from 'typebox'
import { defineEventType } from './event-type.ts'

/** A message, or an event of one, that could not be decoded. Made by the collector, never taken from a sender. */
export const invalid = defineEventType({
  payload: Type.Object({
    reason: Type.String(),
    /** Inside the JSON, like `events[3].payload.target`; empty for the message as a whole. */
    path: Type.String(),
    /** What was sent, cut at 65,536 characters. */
    raw: Type.String(),
    /** Characters that were cut off `raw`. */
    cut: Type.Number(),
  }),
  summarize: ({ reason, path }) => (path ? `${path}: ${reason}` : reason),
})

export type InvalidPayload = Type.Static<typeof invalid.payload>
