import Type from 'typebox'
import { defineEventType } from './event-type.ts'

/** A session began, or something became of it: the app's run as its sender knows it, one stream long. */
export const session = defineEventType({
  isOpen: true,
  payload: Type.Object({
    /** What happened: `started` where nothing is said, else `ended`, `crashed`, … */
    action: Type.Optional(Type.String()),
    product: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    machine_id: Type.Optional(Type.String()),
    hostname: Type.Optional(Type.String()),
    /** Why it crashed. */
    reason: Type.Optional(Type.String()),
  }),
  summarize: ({ action = 'started', product, version, reason }) => {
    const app = [product, version].filter(Boolean).join(' ')
    const line = [`Session ${action}`, app].filter(Boolean).join(': ')
    return reason ? `${line} (${reason})` : line
  },
})
