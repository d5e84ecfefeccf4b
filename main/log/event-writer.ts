import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  SMALLINT,
  TINYINT,
  VARCHAR,
} from '@duckdb/node-api'
import type { CodeLocation, EventId } from '../../shared/event.ts'
import type { DecodedEvent } from '../protocols/protocol.ts'
import { MemoryBudget } from './memory-budget.ts'
import { TAG_SEPARATOR } from './migrations.ts'

/** An event with its place in the log. */
export interface NewEvent {
  readonly event: DecodedEvent
  readonly id: EventId
  readonly instance: string
  readonly stream: string
  /** Set once all events of its stream in the message are counted. */
  sequence: number
  readonly received: number
  readonly parent: EventId | null
  readonly depth: number
  /** Set once all events nested in it are numbered. */
  descendants: number
  readonly protocol: string
}

/** The table's columns in order, with how a row fills them. */
const COLUMNS: readonly { readonly type: DuckDBType; readonly value: (row: NewEvent) => DuckDBValue }[] = [
  { type: BIGINT, value: (row) => BigInt(row.id) },
  { type: VARCHAR, value: (row) => row.instance },
  { type: VARCHAR, value: (row) => row.stream },
  { type: BIGINT, value: (row) => BigInt(row.sequence) },
  { type: VARCHAR, value: (row) => row.event.type },
  { type: BIGINT, value: (row) => BigInt(row.event.time ?? row.received) },
  { type: BIGINT, value: (row) => BigInt(row.received) },
  { type: TINYINT, value: (row) => row.event.importance },
  { type: DOUBLE, value: (row) => row.event.duration },
  { type: BOOLEAN, value: (row) => row.event.success },
  { type: VARCHAR, value: (row) => writeTags(row.event.tags) },
  { type: VARCHAR, value: (row) => writeLocation(row.event.calledFrom) },
  { type: VARCHAR, value: (row) => writeLocation(row.event.definedIn) },
  { type: BIGINT, value: (row) => (row.parent === null ? null : BigInt(row.parent)) },
  { type: SMALLINT, value: (row) => row.depth },
  { type: INTEGER, value: (row) => row.descendants },
  { type: VARCHAR, value: (row) => row.event.summary },
  { type: VARCHAR, value: (row) => row.event.target },
  { type: VARCHAR, value: (row) => row.protocol },
  { type: VARCHAR, value: (row) => row.event.payload },
  { type: VARCHAR, value: (row) => row.event.metadata },
  { type: BOOLEAN, value: (row) => isSummaryInPayload(row.event.summary, row.event.payload) },
  { type: DOUBLE, value: (row) => row.event.query?.shape ?? null },
  { type: DOUBLE, value: (row) => row.event.query?.hash ?? null },
  { type: BOOLEAN, value: (row) => row.event.query?.isWrite ?? null },
]
const TYPES = COLUMNS.map((column) => column.type)

/** DuckDB's vector size: the most rows a data chunk holds. */
const CHUNK_ROWS = 2048

/**
 * Appends rows to the table `events` as data chunks. Appender and chunk are kept: making them costs as much as storing
 * a hundred rows, and a batch of a quiet moment has one.
 */
export class EventWriter {
  private readonly connection: DuckDBConnection
  private readonly chunk = DuckDBDataChunk.create(TYPES)
  private readonly budget: MemoryBudget
  private appender: DuckDBAppender | null = null

  constructor(connection: DuckDBConnection) {
    this.connection = connection
    this.budget = new MemoryBudget(connection)
  }

  /** Appends inside the caller's transaction: all rows become visible and durable with its COMMIT. */
  async append(rows: readonly NewEvent[]): Promise<void> {
    await this.budget.makeRoom(rows)
    this.appender ??= await this.connection.createAppender('events')
    try {
      for (let start = 0; start < rows.length; start += CHUNK_ROWS) this.appendChunk(this.appender, rows, start)
      this.appender.flushSync()
    } catch (error) {
      this.forgetTable()
      throw error
    }
  }

  /** Must be called when another table takes the name `events`. */
  forgetTable(): void {
    this.appender?.clear()
    this.appender?.closeSync()
    this.appender = null
  }

  private appendChunk(appender: DuckDBAppender, rows: readonly NewEvent[], start: number): void {
    const part = rows.slice(start, start + CHUNK_ROWS)
    this.chunk.reset()
    this.chunk.rowCount = part.length
    for (const [index, column] of COLUMNS.entries()) this.chunk.setColumnValues(index, part.map(column.value))
    appender.appendDataChunk(this.chunk)
  }
}

/** Whether a summary stands in the payload's JSON as it is, so that what is found in it is found there. */
export function isSummaryInPayload(summary: string, payload: string): boolean {
  return payload.includes(JSON.stringify(summary).slice(1, -1))
}

function writeTags(tags: readonly string[]): string | null {
  if (tags.length === 0) return null
  return TAG_SEPARATOR + tags.map((tag) => tag.replaceAll(TAG_SEPARATOR, ' ')).join(TAG_SEPARATOR) + TAG_SEPARATOR
}

function writeLocation(location: CodeLocation | null): string | null {
  return location === null ? null : JSON.stringify(location)
}
