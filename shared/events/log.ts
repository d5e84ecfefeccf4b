import Type from 'typebox'
import { stripEscapes } from '../ansi.ts'
import { defineEventType } from './event-type.ts'

export const log = defineEventType({
  payload: Type.Object({
    message: Type.String(),
    /** JSON encoded inside a string by the protocol; hand-written producers send the value itself. */
    context: Type.Optional(Type.Unknown()),
  }),
  summarize: (payload) => stripEscapes(payload.message),
})
