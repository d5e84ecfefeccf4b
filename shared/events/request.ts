import Type from 'typebox'
import { MASK } from '../secrets.ts'
import { maskUri } from '../uri.ts'
import { defineEventType } from './event-type.ts'

/** A key that may repeat, with its value: how the protocol writes headers, cookies and the like. */
export const param = Type.Object({
  key: Type.String(),
  /** Declared a string; the protocol's own example has a number. */
  value: Type.Unknown(),
})

const params = Type.Optional(Type.Array(param))

export const request = defineEventType({
  payload: Type.Object({
    method: Type.Optional(Type.String()),
    uri: Type.Optional(Type.String()),
    headers: params,
    query: params,
    /** A list of key and value by the protocol; hand-written producers send the text, or the value itself. */
    body: Type.Optional(Type.Unknown()),
    cookies: params,
    session: params,
  }),
  summarize: ({ method, uri }) => [method, uri && maskUri(uri, MASK)].filter(Boolean).join(' ') || 'request',
})

export type RequestPayload = Type.Static<typeof request.payload>
