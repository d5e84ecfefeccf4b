import Type from 'typebox'
import { defineEventType } from './event-type.ts'

export const query = defineEventType({
  payload: Type.Object({
    /** Name of the service; groups queries. */
    target: Type.String(),
    query: Type.String(),
    /** `sql`, `json`, `xml` or `text`; other words are kept and shown without highlighting. */
    syntax: Type.Optional(Type.String()),
  }),
  summarize: (payload) => payload.query,
})

export type QueryPayload = Type.Static<typeof query.payload>
