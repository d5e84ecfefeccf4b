import type { DuckDBConnection } from '@duckdb/node-api'
import { type Database, replaceFile } from './database.ts'
import { isDamage, messageOf } from './database-error.ts'
import { InstanceBook } from './instances.ts'
import { type LogState, readLogState } from './log-state.ts'
import { restoreBudget } from './memory-budget.ts'
import { PinBoard } from './pins.ts'

/** What is read of a log before it is used. */
export interface LogContents {
  readonly database: Database
  readonly writer: DuckDBConnection
  readonly board: PinBoard
  readonly state: LogState
  readonly instances: InstanceBook
}

/**
 * Reads a log whose file is being opened; one that is damaged is set aside, and an empty one takes its place. `damage` is what
 * was found wrong with it before, if anything was.
 */
export async function openContents(opening: Promise<Database>, damage: string | null): Promise<LogContents> {
  const opened = await opening
  const database = damage === null ? opened : await replaceFile(opened, 'database-damaged', damage)
  try {
    return await readContents(database)
  } catch (error) {
    // It could be opened, and what stands further back cannot be read.
    const reason = messageOf(error)
    if (!isDamage(reason)) throw error
    return readContents(await replaceFile(database, 'database-damaged', reason))
  }
}

async function readContents(database: Database): Promise<LogContents> {
  const writer = await database.instance.connect()
  try {
    await restoreBudget(writer, database)
    const board = await PinBoard.open(writer)
    const state = await readLogState(writer)
    const instances = await InstanceBook.open(writer, state.instances)
    return { database, writer, board, state, instances }
  } catch (error) {
    writer.closeSync()
    throw error
  }
}
