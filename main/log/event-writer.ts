import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import type { CodeLocation, EventId } from '../../shared/event.ts'
import type { DecodedEvent } from '../protocols/protocol.ts'
import { CHUNK_ROWS, ChunkWriter, type Column } from './chunk-writer.ts'
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
const COLUMNS: readonly Column<NewEvent>[] = [
  { type: 'bigint', value: (row) => row.id },
  { type: 'text', value: (row) => row.instance },
  { type: 'text', value: (row) => row.stream },
  { type: 'bigint', value: (row) => row.sequence },
  { type: 'text', value: (row) => row.event.type },
  { type: 'bigint', value: (row) => row.event.time ?? row.received },
  { type: 'bigint', value: (row) => row.received },
  { type: 'tinyint', value: (row) => row.event.importance },
  { type: 'double', value: (row) => row.event.duration },
  { type: 'boolean', value: (row) => row.event.success },
  { type: 'text', value: (row) => writeTags(row.event.tags) },
  { type: 'text', value: (row) => writeLocation(row.event.calledFrom) },
  { type: 'text', value: (row) => writeLocation(row.event.definedIn) },
  { type: 'bigint', value: (row) => row.parent },
  { type: 'smallint', value: (row) => row.depth },
  { type: 'integer', value: (row) => row.descendants },
  { type: 'text', value: (row) => row.event.summary },
  { type: 'text', value: (row) => row.event.target },
  { type: 'text', value: (row) => row.protocol },
  { type: 'text', value: (row) => row.event.payload },
  { type: 'text', value: (row) => row.event.metadata },
  { type: 'boolean', value: (row) => isSummaryInPayload(row.event.summary, row.event.payload) },
  { type: 'double', value: (row) => row.event.query?.shape ?? null },
  { type: 'double', value: (row) => row.event.query?.hash ?? null },
  { type: 'boolean', value: (row) => row.event.query?.isWrite ?? null },
]

/**
 * Appends rows to the table `events` as data chunks. Appender and chunk are kept: making them costs as much as storing
 * a hundred rows, and a batch of a quiet moment has one.
 */
export class EventWriter {
  private readonly connection: DuckDBConnection
  private readonly chunks = new ChunkWriter(COLUMNS)
  private readonly budget: MemoryBudget
  private appender: DuckDBAppender | null = null

  constructor(connection: DuckDBConnection) {
    this.connection = connection
    this.budget = new MemoryBudget(connection)
  }

  /**
   * Appends inside the caller's transaction, if there is one: all rows become visible and durable with its COMMIT. Without
   * one, up to `CHUNK_ROWS` do so together, before it resolves.
   */
  async append(rows: readonly NewEvent[]): Promise<void> {
    await this.budget.makeRoom(rows)
    this.appender ??= await this.connection.createAppender('events')
    try {
      for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
        this.appender.appendDataChunk(this.chunks.write(rows.slice(start, start + CHUNK_ROWS)))
      }
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
}

/** What JSON writes in another way: quotes, backslashes, control characters, and halves of surrogate pairs. */
const ESCAPED = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

/** Whether a summary stands in the payload's JSON as it is, so that what is found in it is found there. */
export function isSummaryInPayload(summary: string, payload: string): boolean {
  return payload.includes(ESCAPED.test(summary) ? JSON.stringify(summary).slice(1, -1) : summary)
}

function writeTags(tags: readonly string[]): string | null {
  if (tags.length === 0) return null
  return TAG_SEPARATOR + tags.map((tag) => tag.replaceAll(TAG_SEPARATOR, ' ')).join(TAG_SEPARATOR) + TAG_SEPARATOR
}

/** `JSON.stringify` takes five times as long for the usual location, which is a plain file and a line. */
function writeLocation(location: CodeLocation | null): string | null {
  if (location === null) return null
  const { file, line, positionStart, positionEnd } = location
  if (positionStart !== undefined || positionEnd !== undefined || line === undefined || ESCAPED.test(file)) {
    return JSON.stringify(location)
  }
  return `{"file":"${file}","line":${line}}`
}
