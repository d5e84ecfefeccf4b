import Type from 'typebox'
import { defineEventType } from './event-type.ts'

/** What is measured: stands for a series of points (see `shared/series.ts`), of which it was the first. */
export const metric = defineEventType({
  isOpen: true,
  payload: Type.Object({
    name: Type.String(),
    /** `gauge`, `counter`, `histogram`, `timer`, or any other word. */
    type: Type.Optional(Type.String()),
    unit: Type.Optional(Type.String()),
    tags: Type.Optional(Type.Array(Type.String())),
  }),
  summarize: ({ name, type, unit, tags = [] }) => {
    const kind = [type, unit && `in ${unit}`].filter(Boolean).join(' ')
    return [name || 'metric', ...tags, kind && `(${kind})`].filter(Boolean).join(' ')
  },
})
