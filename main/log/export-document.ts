import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import { hideSecretsInText } from '../../shared/hide-secrets.ts'
import { readPayloads, readStreamRows, type StreamRow } from './stream-events.ts'

/** Events read at a time, and of those payloads. */
const PAGE = 5000
const PAYLOADS_BYTES = 8 * 1024 * 1024
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * Writes a stream as one document of the web debug protocol, version 1 (GitHub fe3dback/web-debug-proto), nested events
 * inside their parents. `invalid` events are left out: the protocol has no such thing. Returns the number written.
 */
export async function exportDocument(
  connection: DuckDBConnection,
  file: string,
  {
    instance,
    stream,
    hidesSecrets = false,
  }: {
    readonly instance: string
    readonly stream: string
    readonly hidesSecrets?: boolean
  },
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
      const rows = await readStreamRows(connection, { instance, stream, types: null, after, limit: PAGE }, new Map())
      for (const part of cutBySize(rows)) {
        const payloads = await readPayloads(
          connection,
          part.map(({ id }) => id),
        )
        let text = ''
        for (const event of part) {
          after = event.id
          if (event.type === 'invalid') continue
          while (open.length > 0 && open.at(-1) !== event.parent) {
            open.pop()
            text += ']}'
            hasSibling = true
          }
          const payload = payloads.get(event.id) ?? '{}'
          text += (hasSibling ? ',' : '') + openEvent(event, hidesSecrets ? hideSecretsInText(payload) : payload)
          open.push(event.id)
          hasSibling = false
          written++
        }
        await target.write(text)
      }
      if (rows.length < PAGE) break
    }
    await target.write(`${']}'.repeat(open.length)}]}\n`)
    return written
  } finally {
    await target.close()
  }
}

/** The events in parts whose payloads have at most `PAYLOADS_BYTES`, or that are one event. */
function* cutBySize(rows: readonly StreamRow[]): Generator<readonly StreamRow[]> {
  let part: StreamRow[] = []
  let bytes = 0
  for (const row of rows) {
    if (part.length > 0 && bytes + row.size > PAYLOADS_BYTES) {
      yield part
      part = []
      bytes = 0
    }
    part.push(row)
    bytes += row.size
  }
  if (part.length > 0) yield part
}

/** An event up to the list of its nested ones, left open. The payload is taken over as text, so that no digit changes. */
function openEvent(event: StreamRow, payload: string): string {
  const { type, time, importance, duration, success, tags, calledFrom, definedIn } = event
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
  return `${head.slice(0, -1)},"payload":${payload},"nested":[`
}

/** The protocol wants a UUID; a stream that has another id gets one that is always the same. */
function toUuid(stream: string): string {
  if (UUID.test(stream)) return stream
  const hex = createHash('sha256').update(stream).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
