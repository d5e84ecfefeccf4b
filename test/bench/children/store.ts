import { inTransaction, openDatabase } from '../../../main/log/database.ts'
import { makeEventPacker, type NewEvent } from '../../../main/log/event-columns.ts'
import { EventWriter } from '../../../main/log/event-writer.ts'
import { DEFAULT_LIMITS } from '../../../main/protocols/protocol.ts'
import { webDebug } from '../../../main/protocols/web-debug.ts'
import { makeEnvelopes } from '../events.ts'
import { withDataDir } from '../processes.ts'

/** Rows in a transaction: as many as fill a batch of the collector in a flood. */
const BATCH = 3000

/** Ceiling for storing: ready rows, appended and committed batch by batch, nothing else. Prints events per second. */
export async function run([count = '100000']: string[]): Promise<void> {
  const rate = await withDataDir(async (dataDir) => {
    const database = await openDatabase(dataDir)
    const connection = await database.instance.connect()
    const writer = new EventWriter(connection)
    const packer = makeEventPacker()
    let appended = 0
    let busy = 0
    for (const rows of readyRows(Number(count))) {
      const start = performance.now()
      await inTransaction(connection, () => writer.append(packer.pack(rows)))
      busy += performance.now() - start
      appended += rows.length
    }
    writer.forgetTable()
    connection.closeSync()
    database.instance.closeSync()
    return (appended / busy) * 1000
  })
  process.stdout.write(JSON.stringify(rate))
}

function* readyRows(count: number): Generator<NewEvent[]> {
  const source = { protocol: 'web-debug', app: 'default', stream: 'default' }
  const received = Date.now()
  let id = 0
  for (const bytes of makeEnvelopes(count, BATCH)) {
    yield webDebug.decode(bytes, source, DEFAULT_LIMITS).streams.flatMap(({ stream, events }) =>
      events.map((event, index) => ({
        event,
        id: ++id,
        instance: 'default',
        stream,
        sequence: index + 1,
        received,
        parent: null,
        depth: 0,
        descendants: 0,
        protocol: 'web-debug',
      })),
    )
  }
}
