import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type { StreamEvent } from '../../shared/messages.ts'
import { readStreamEvents } from './stream-events.ts'

/** Events read at a time. */
const PAGE = 500
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * Writes a stream as one document of the web debug protocol, version 1 (GitHub fe3dback/web-debug-proto), nested events
 * inside their parents. `invalid` events are left out: the protocol has no such thing. Returns the number written.
 */
export async function exportDocument(
  connection: DuckDBConnection,
  file: string,
  { instance, stream }: { readonly instance: string; readonly stream: string },
): Promise<number> {
  const target = await open(file, 'w', 0o600)
  try {
    await target.write(`{"id":${JSON.stringify(toUuid(stream))},"version":1,"events":[`)
    /** Ids of the events that are open around the next one. */
    const open: EventId[] = []
    let hasSibling = false
    let after = 0
    let written = 0
    for (;;) {
      const page = { instance, stream, types: null, after, limit: PAGE, withPayload: true }
      const { events } = await readStreamEvents(connection, page, new Map(), Number.MAX_SAFE_INTEGER)
      let text = ''
      for (const event of events) {
        after = event.id
        if (event.type === 'invalid') continue
        while (open.length > 0 && open.at(-1) !== event.parent) {
          open.pop()
          text += ']}'
          hasSibling = true
        }
        text += (hasSibling ? ',' : '') + openEvent(event)
        open.push(event.id)
        hasSibling = false
        written++
      }
      await target.write(text)
      if (events.length < PAGE) break
    }
    await target.write(`${']}'.repeat(open.length)}]}\n`)
    return written
  } finally {
    await target.close()
  }
}

/** An event up to the list of its nested ones, left open. The payload is taken over as text, so that no digit changes. */
function openEvent(event: StreamEvent): string {
  const { type, time, importance, duration, success, tags, calledFrom, definedIn, payload } = event
  const head = JSON.stringify({
    type,
    time,
    importance,
    tags,
    ...(duration !== null && { duration }),
    ...(success !== null && { success }),
    ...(calledFrom && { calledFrom }),
    ...(definedIn && { definedIn }),
  })
  return `${head.slice(0, -1)},"payload":${payload ?? '{}'},"nested":[`
}

/** The protocol wants a UUID; a stream that has another id gets one that is always the same. */
function toUuid(stream: string): string {
  if (UUID.test(stream)) return stream
  const hex = createHash('sha256').update(stream).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
