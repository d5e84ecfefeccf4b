import Type from 'typebox'
import { formatBytes } from '../format.ts'
import { readStatus } from '../http-status.ts'
import { defineEventType } from './event-type.ts'

/** The protocol defines `memoryPeak` alone, and promises a status and a duration without naming their keys. */
export const response = defineEventType({
  payload: Type.Object({
    /** Bytes. */
    memoryPeak: Type.Optional(Type.Number()),
    status: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    /** A list of key and value, or an object. */
    headers: Type.Optional(Type.Unknown()),
    body: Type.Optional(Type.Unknown()),
    /** ms; the event's own duration says the same where both are sent. */
    duration: Type.Optional(Type.Unknown()),
  }),
  summarize: ({ status, memoryPeak }) => {
    const parts = [
      status === undefined ? undefined : readStatus(status).text,
      memoryPeak === undefined ? undefined : `peak memory ${formatBytes(memoryPeak)}`,
    ]
    return parts.filter(Boolean).join(' · ') || 'response'
  },
})

export type ResponsePayload = Type.Static<typeof response.payload>
