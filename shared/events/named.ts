import Type from 'typebox'
import { defineEventType } from './event-type.ts'

export const middleware = defineEventType({
  payload: Type.Object({ name: Type.String() }),
  summarize: (payload) => payload.name,
})
export type MiddlewarePayload = Type.Static<typeof middleware.payload>

export const template = defineEventType({
  payload: Type.Object({ name: Type.String() }),
  summarize: (payload) => payload.name,
})
export type TemplatePayload = Type.Static<typeof template.payload>

/** An event of the app itself, as an event dispatcher knows it. */
export const event = defineEventType({
  payload: Type.Object({ name: Type.String(), group: Type.Optional(Type.String()) }),
  summarize: (payload) => payload.name,
})
export type AppEventPayload = Type.Static<typeof event.payload>
