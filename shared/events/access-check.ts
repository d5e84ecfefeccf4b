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
    const asker = object && `${object} ${access === 'GRANT' ? 'may' : 'may not'}`
    return [access, asker, action, control].filter(Boolean).join(' ')
  },
})
