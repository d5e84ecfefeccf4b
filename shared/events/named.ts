import Type from 'typebox'
import { defineEventType } from './event-type.ts'

export const middleware = defineEventType({
  payload: Type.Object({ name: Type.String() }),
  summarize: (payload) => payload.name,
})

export const template = defineEventType({
  payload: Type.Object({ name: Type.String() }),
  summarize: (payload) => payload.name,
})

/** An event of the app itself, as an event dispatcher knows it. */
export const event = defineEventType({
  payload: Type.Object({ name: Type.String(), group: Type.Optional(Type.String()) }),
  summarize: (payload) => payload.name,
})
