import type { AsyncLogApi } from './api.ts'
import { readCodeFiles } from './code-files.ts'
import { readEvent } from './event-rows.ts'
import { readTotals } from './facets.ts'
import type { LogState } from './log-state.ts'
import { readSource } from './mail-sources.ts'
import { matchRules } from './match-rules.ts'
import type { PinBoard } from './pins.ts'
import { readPlainEvents } from './plain-events.ts'
import { readQueryMarks } from './query-marks.ts'
import { readQuerySiblings } from './query-siblings.ts'
import { readPoints, readSeries } from './read-series.ts'
import type { Readers } from './readers.ts'
import { resolveFrom, runQuery } from './run-query.ts'
import type { ShapeCounts } from './shape-counts.ts'
import { readStreamEvents, readStreamOutline } from './stream-events.ts'
import { readStreamList } from './stream-list.ts'
import { readStreams } from './streams.ts'

/** What only reads, and needs nothing of a viewer's view. */
export type ReadApi = Pick<
  AsyncLogApi,
  | 'event'
  | 'matchRules'
  | 'totals'
  | 'queryMarks'
  | 'querySiblings'
  | 'streams'
  | 'query'
  | 'streamList'
  | 'mailSource'
  | 'streamEvents'
  | 'streamOutline'
  | 'plainEvents'
  | 'series'
  | 'points'
  | 'codeFiles'
>

export interface ReadApiOptions {
  readonly readers: Readers
  readonly board: PinBoard
  readonly state: LogState
  readonly shapeCounts: ShapeCounts
}

export function makeReadApi({ readers, board, state, shapeCounts }: ReadApiOptions): ReadApi {
  return {
    event: (id) => readers.use((connection) => readEvent(connection, id, board.pins)),
    matchRules: ({ ids, rules }) => readers.use((connection) => matchRules(connection, ids, rules)),
    totals: (query) =>
      readers.use(async (connection) =>
        readTotals(connection, [...(await resolveFrom(connection, query.from)), ...(query.where ?? [])]),
      ),
    queryMarks: (ids) => readers.use((connection) => readQueryMarks(connection, ids)),
    querySiblings: (id) =>
      readers.use((connection) =>
        readQuerySiblings(connection, id, (shape) => shapeCounts.count(connection, shape, state.lastId)),
      ),
    streams: (filter) => readers.use((connection) => readStreams(connection, filter)),
    query: (query) => readers.use((connection) => runQuery(connection, query)),
    streamList: (query) => readers.use((connection) => readStreamList(connection, query)),
    mailSource: (id) => readers.use((connection) => readSource(connection, id)),
    streamEvents: (page) => readers.use((connection) => readStreamEvents(connection, page, board.pins)),
    streamOutline: (page) => readers.use((connection) => readStreamOutline(connection, page)),
    plainEvents: (page) => readers.use((connection) => readPlainEvents(connection, page)),
    series: (of) => readers.use((connection) => readSeries(connection, of)),
    points: (of) => readers.use((connection) => readPoints(connection, of)),
    codeFiles: (instance) => readers.use((connection) => readCodeFiles(connection, instance)),
  }
}
