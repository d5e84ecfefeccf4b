import Type from 'typebox'
import { formatBytes } from '../format.ts'
import { defineEventType } from './event-type.ts'

/** The protocol defines `memoryPeak` alone, and promises a status without naming its key. */
export const response = defineEventType({
  payload: Type.Object({
    /** Bytes. */
    memoryPeak: Type.Optional(Type.Number()),
    status: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  }),
  summarize: ({ status, memoryPeak }) => {
    const parts = [
      status === undefined ? undefined : String(status),
      memoryPeak === undefined ? undefined : `peak memory ${formatBytes(memoryPeak)}`,
    ]
    return parts.filter(Boolean).join(' · ') || 'response'
  },
})

export type ResponsePayload = Type.Static<typeof response.payload>
