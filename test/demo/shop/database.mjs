import { DuckDBInstance } from '@duckdb/node-api'
import { note, record } from '../reporter.mjs'
import { seed } from './seed.mjs'

/** ms from which on a query counts as slow. */
const SLOW = 200

/** @typedef {Record<string, any>} Row */
/** @typedef {Awaited<ReturnType<typeof openDatabase>>} Database */

/** Opens the shop's database, filled with its catalogue, customers and past orders. */
export async function openDatabase() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await seed(connection)
  return {
    /** @param {string} sql @param {(string | number)[]} [values] @returns {Promise<Row[]>} */
    query(sql, values = []) {
      const text = sql.replace(/\n +/g, '\n').trim()
      const event = {
        type: 'query',
        payload: { target: 'duckdb', query: text, syntax: 'sql', bindings: values },
        tags: ['db:duckdb'],
      }
      return record({ ...event, importance: 1 }, async (measured) => {
        const started = performance.now()
        const reader = await connection.runAndReadAll(sql, values)
        const took = performance.now() - started
        if (took > SLOW) {
          measured.importance = 4
          measured.tags?.push('slow')
          note({
            type: 'log',
            importance: 4,
            payload: { message: `Slow query: ${Math.round(took)} ms, ${SLOW} ms allowed` },
          })
        }
        measured.success = true
        measured.payload.rows = reader.currentRowCount
        return reader.getRowObjectsJS()
      })
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
