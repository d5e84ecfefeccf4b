import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** A table's page is unpacked as a whole, for which the log's own budget is too small. */
const MEMORY_LIMIT = '1GB'

/** A database in memory that reads the tables of imports, opened with the first of them. */
export class TableDatabase {
  private instance: Promise<DuckDBInstance> | null = null

  async connect(): Promise<DuckDBConnection> {
    this.instance ??= this.open()
    return (await this.instance).connect()
  }

  async close(): Promise<void> {
    const instance = await this.instance
    instance?.closeSync()
  }

  private async open(): Promise<DuckDBInstance> {
    try {
      return await DuckDBInstance.create(':memory:', {
        memory_limit: MEMORY_LIMIT,
        threads: '1',
        // What does not fit is refused, not written elsewhere.
        temp_directory: '',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      })
    } catch (error) {
      // The next import tries again, and the log can still be closed.
      this.instance = null
      throw error
    }
  }
}
