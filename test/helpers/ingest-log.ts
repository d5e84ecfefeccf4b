import { makeEventPacker } from '../../main/log/event-columns.ts'
import { EventWriter } from '../../main/log/event-writer.ts'
import type { IngestLog } from '../../main/log/ingest.ts'
import { InstanceBook } from '../../main/log/instances.ts'
import { readLogState } from '../../main/log/log-state.ts'
import { RecentRows } from '../../main/log/recent-rows.ts'
import { Sequences } from '../../main/log/sequences.ts'
import { SeriesBook } from '../../main/log/series.ts'
import { openMemoryLog } from './memory-log.ts'

/** An empty log in memory, as batches are stored into it. */
export async function openIngestLog(): Promise<IngestLog> {
  const connection = await openMemoryLog()
  const state = await readLogState(connection)
  return {
    connection,
    packer: makeEventPacker(),
    writer: new EventWriter(connection),
    state,
    sequences: new Sequences(true),
    series: new SeriesBook(),
    instances: await InstanceBook.open(connection, state.instances),
    recent: new RecentRows(),
    hasViewers: false,
  }
}
