import Type from 'typebox'
import { defineEventType } from './event-type.ts'

export const accessCheck = defineEventType({
  payload: Type.Object({
    access: Type.Union([Type.Literal('GRANT'), Type.Literal('DENIED')]),
    /** What is asked for. */
    control: Type.Optional(Type.String()),
    /** Who asks. */
    object: Type.Optional(Type.String()),
    action: Type.Optional(Type.String()),
  }),
  summarize: ({ access, object, action, control }) => {
    const question = [object, access === 'GRANT' ? 'may' : 'may not', action, control].filter(Boolean)
    return `${access} ${question.length > 1 ? question.join(' ') : ''}`.trim()
  },
})

export type AccessCheckPayload = Type.Static<typeof accessCheck.payload>
