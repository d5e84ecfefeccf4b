import { totalmem } from 'node:os'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Database, openingBudget, readMeta, USUAL_BUDGET, writeMeta } from './database.ts'

/** DuckDB reads and writes so many rows of a column at once. */
const VECTOR_ROWS = 2048
/** Taking a JSON text apart takes about five times its length; sources are only copied. */
const PER_PAYLOAD_BYTE = 5
const PER_SOURCE_BYTE = 2
/** Without so much for each byte, rows cannot even be stored. */
const LEAST_PER_BYTE = 1.5
/** What is known of the rows is written down whenever so much has come, bytes. */
const NOTE_EVERY = 8 * 1024 * 1024
const META = 'memory'

/** The newest rows of a table: bytes and rows of the vector that is being filled, and bytes of the one before it. */
interface Newest {
  bytes: number
  rows: number
  before: number
}

interface Known {
  /** What DuckDB was given, bytes. */
  budget: number
  readonly payloads: Newest
  readonly sources: Newest
}

/**
 * Gives DuckDB the memory that the largest rows need. It holds columns of 2,048 rows at once; a commit or a checkpoint for
 * which its budget does not do would close the log until the next start, and all that comes meanwhile would be lost.
 */
export class MemoryBudget {
  private readonly connection: DuckDBConnection
  private readonly most: number
  private known: Known | null = null
  private unnoted = 0

  /** `most` is what it may ever take, bytes. */
  constructor(connection: DuckDBConnection, most = Math.max(2 * USUAL_BUDGET, totalmem() / 2)) {
    this.connection = connection
    this.most = most
  }

  /**
   * Call it before events are appended, with the sizes of their payloads and of the sources of some, bytes. Throws an `Error`
   * for what would need more than there is.
   */
  async makeRoom(payloadSizes: readonly number[], sourceSizes: readonly number[]): Promise<void> {
    this.known ??= await readKnown(this.connection)
    const { budget } = this.known
    // Copies: what is refused must not count for those that come after it.
    const payloads = { ...this.known.payloads }
    const sources = { ...this.known.sources }
    let added = 0
    for (const size of payloadSizes) added += add(payloads, size)
    for (const size of sourceSizes) added += add(sources, size)
    const largest = sizeOf(payloads) + sizeOf(sources)
    if (LEAST_PER_BYTE * largest > this.most) {
      throw new Error(`the newest events take up more memory than there is: ${Math.round(largest / 1e6)} MB`)
    }
    this.known = { budget, payloads, sources }
    this.unnoted += added
    const needed = PER_PAYLOAD_BYTE * sizeOf(payloads) + PER_SOURCE_BYTE * sizeOf(sources)
    const wanted = Math.min(this.most, USUAL_BUDGET + needed)
    if (needed > USUAL_BUDGET && wanted > budget) {
      // In large steps, for each of them is written down.
      this.known.budget = Math.min(this.most, 1.5 * wanted)
      await setBudget(this.connection, this.known.budget)
    } else if (this.unnoted < NOTE_EVERY) return
    await writeMeta(this.connection, META, JSON.stringify(this.known))
    this.unnoted = 0
  }
}

/** Gives DuckDB what the rows of the log have needed when they were stored, and no less than it was opened with. */
export async function restoreBudget(connection: DuckDBConnection, { file }: Database): Promise<void> {
  const { budget } = await readKnown(connection)
  const wanted = Math.max(budget, openingBudget(file))
  if (wanted > USUAL_BUDGET) await setBudget(connection, wanted)
}

async function readKnown(connection: DuckDBConnection): Promise<Known> {
  const text = await readMeta(connection, META)
  if (text !== null) return JSON.parse(text)
  const nothing = (): Newest => ({ bytes: 0, rows: 0, before: 0 })
  return { budget: USUAL_BUDGET, payloads: nothing(), sources: nothing() }
}

function add(newest: Newest, bytes: number): number {
  if (newest.rows === VECTOR_ROWS) {
    newest.before = newest.bytes
    newest.bytes = 0
    newest.rows = 0
  }
  newest.rows++
  newest.bytes += bytes
  return bytes
}

/** At least the bytes of any 2,048 rows of which one is among the newest; up to twice as many rows. */
function sizeOf({ bytes, before }: Newest): number {
  return bytes + before
}

async function setBudget(connection: DuckDBConnection, bytes: number): Promise<void> {
  await connection.run(`SET memory_limit = '${Math.ceil(bytes / 1e6)}MB'`)
}
