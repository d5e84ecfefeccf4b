import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, INTEGER, SMALLINT, TINYINT, VARCHAR } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { CHUNK_ROWS, type ColumnType, layOut, type PackedChunk } from './packed-chunk.ts'
import { ENTRY_WORDS, placeEntries } from './text-heap.ts'

const DUCKDB_TYPES = {
  bigint: BIGINT,
  double: DOUBLE,
  integer: INTEGER,
  smallint: SMALLINT,
  tinyint: TINYINT,
  boolean: BOOLEAN,
  text: VARCHAR,
} as const

/**
 * Makes DuckDB's data chunks of packed ones. DuckDB's own writer calls into it for each string, which takes longer than
 * storing the row: here the strings of a chunk are a single one, which DuckDB takes over in one call.
 */
export class ChunkWriter {
  private readonly types: readonly ColumnType[]
  private readonly firstText: number
  private readonly chunk: DuckDBDataChunk
  private readonly entries = new Uint32Array(CHUNK_ROWS * ENTRY_WORDS)

  constructor(types: readonly ColumnType[]) {
    this.types = types
    this.firstText = types.indexOf('text')
    this.chunk = DuckDBDataChunk.create(types.map((type) => DUCKDB_TYPES[type]))
  }

  /** The chunk is overwritten by the next call. */
  write({ rows, data, hasNulls, heap }: PackedChunk): DuckDBDataChunk {
    this.chunk.reset()
    this.chunk.rowCount = rows
    const vectors = this.types.map((_, index) => duckdb.data_chunk_get_vector(this.chunk.chunk, index))
    const home = vectors[this.firstText]
    const address = home && heap.length > 0 ? moveText(heap, home) : 0
    for (const [index, { values, valuesLength, validity, validityLength }] of layOut(this.types, rows).entries()) {
      const vector = vectors[index]
      if (!vector) continue
      if (this.types[index] === 'text') {
        placeEntries(new Uint32Array(data, values, rows * ENTRY_WORDS), address, this.entries)
        duckdb.copy_data_to_vector(vector, 0, this.entries.buffer, 0, valuesLength)
      } else duckdb.copy_data_to_vector(vector, 0, data, values, valuesLength)
      if (!hasNulls[index]) continue
      duckdb.vector_ensure_validity_writable(vector)
      duckdb.copy_data_to_vector_validity(vector, 0, data, validity, validityLength)
    }
    return this.chunk
  }
}

/** Gives text to DuckDB as one string of this vector, which keeps it until its chunk is reset. Returns where it is. */
function moveText(text: Uint8Array, vector: duckdb.Vector): number {
  duckdb.vector_assign_string_element_len(vector, 0, text)
  const entry = duckdb.vector_get_data(vector, ENTRY_WORDS * Uint32Array.BYTES_PER_ELEMENT)
  return Number(new DataView(entry.buffer, entry.byteOffset).getBigUint64(8, true))
}
