import type { Decoded } from '../protocols/protocol.ts'
import { type InstanceBook, InstanceError } from './instances.ts'

/** A message whose events for the event log have the id of their instance; without one, it has no events but a problem. */
export function placeInEventLog(message: Decoded, received: number, book: InstanceBook): Decoded {
  if (message.streams.every(({ eventLog }) => eventLog === undefined)) return message
  try {
    const streams = message.streams.map((stream) => {
      const { instance: reference, eventLog } = stream
      if (reference === undefined || eventLog === undefined) return stream
      const { id } = eventLog.mayCreate ? book.ensure(reference, received) : book.find(reference)
      return { ...stream, instance: id }
    })
    return { ...message, streams }
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error
    const path = error.code === 'instance-not-found' ? 'instanceId' : 'autoCreateInstance'
    return { streams: [], accepted: 0, problems: [{ path, reason: error.message }] }
  }
}
