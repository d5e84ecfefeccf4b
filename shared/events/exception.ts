import Type from 'typebox'
import { defineEventType } from './event-type.ts'

/** No protocol text defines it: whatever names the failure is taken. */
export const exception = defineEventType({
  payload: Type.Object({
    /** Class of the exception. */
    type: Type.Optional(Type.String()),
    class: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
  }),
  summarize: (payload) => {
    const name = payload.type ?? payload.class ?? payload.name
    return [name, payload.message].filter(Boolean).join(': ') || 'exception'
  },
})

export type ExceptionPayload = Type.Static<typeof exception.payload>
