import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { isSummaryInPayload, TAG_SEPARATOR } from '../../main/log/event-columns.ts'
import { migrate } from '../../main/log/migrations.ts'
import type { CodeLocation } from '../../shared/event.ts'
import { type QueryText, readQueryFacts } from '../../shared/query-shape/query-facts.ts'

/** An event as a test states it; what it leaves out has a plain value. */
export interface StoredEvent {
  readonly id: number
  readonly instance?: string
  readonly stream?: string
  readonly sequence?: number
  readonly type?: string
  readonly time?: number
  readonly importance?: number
  readonly duration?: number
  readonly success?: boolean
  readonly tags?: readonly string[]
  readonly calledFrom?: CodeLocation
  readonly parent?: number
  readonly depth?: number
  readonly summary?: string
  readonly target?: string
  readonly protocol?: string
  readonly payload?: unknown
  readonly metadata?: unknown
}

/** Opens a log in memory, with the real schema and nothing in it. */
export async function openMemoryLog(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await migrate(connection, 0)
  return connection
}

/** Adds events, and an instance named after each instance id that is new. */
export async function storeEvents(connection: DuckDBConnection, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    const row: DuckDBValue[] = [
      event.id,
      event.instance ?? 'app',
      event.stream ?? 'main',
      event.sequence ?? event.id,
      event.type ?? 'log',
      event.time ?? 1_700_000_000_000 + event.id,
      1_700_000_000_000 + event.id,
      event.importance ?? 1,
      event.duration ?? null,
      event.success ?? null,
      event.tags && event.tags.length > 0 ? TAG_SEPARATOR + event.tags.join(TAG_SEPARATOR) + TAG_SEPARATOR : null,
      event.calledFrom ? JSON.stringify(event.calledFrom) : null,
      null,
      event.parent ?? null,
      event.depth ?? 0,
      0,
      event.summary ?? '',
      event.target ?? null,
      event.protocol ?? 'web-debug',
      JSON.stringify(event.payload ?? {}),
      event.metadata === undefined ? null : JSON.stringify(event.metadata),
      isSummaryInPayload(event.summary ?? '', JSON.stringify(event.payload ?? {})),
    ]
    const facts = isQuery(event.payload) ? readQueryFacts(event.payload) : null
    const size = Buffer.byteLength(JSON.stringify(event.payload ?? {}))
    row.push(facts?.shape ?? null, facts?.hash ?? null, facts?.isWrite ?? null, size)
    await connection.run(`INSERT INTO events VALUES (${row.map(() => '?').join(', ')})`, row)
  }
  await connection.run(
    'INSERT INTO instances (id, name, created) SELECT DISTINCT instance, instance, 0 FROM events WHERE instance NOT IN (SELECT id FROM instances)',
  )
}

function isQuery(payload: unknown): payload is QueryText {
  return typeof payload === 'object' && payload !== null && 'query' in payload && 'target' in payload
}
