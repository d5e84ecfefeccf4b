import { onTestFinished } from 'vitest'
import { Sessions } from '../../main/datacat/sessions.ts'
import { IngestQueue } from '../../main/ingest-queue.ts'
import { BodyRoom } from '../../main/listeners/body-room.ts'
import { startLog } from '../../main/log/client.ts'
import { Notices } from '../../main/notices.ts'
import { DEFAULT_LIMITS } from '../../main/protocols/protocol.ts'
import { defaultSettings } from '../../main/settings.ts'
import { makeDataDir, WORKER_FILE } from './collector.ts'

/** The sessions of DataCat over a real log in `dataDir`, with a clock that a test moves. Closed with the test. */
export async function openSessions(dataDir = makeDataDir(), clock = { now: Date.parse('2026-11-21T12:00:00Z') }) {
  const options = { dataDir, limits: DEFAULT_LIMITS, retention: defaultSettings().retention }
  const log = await startLog(WORKER_FILE, options, { onChange() {}, onProblem() {}, onFault() {}, onCrash() {} })
  const queue = new IngestQueue(log.api, () => {})
  const room = new BodyRoom(queue, DEFAULT_LIMITS.openBytes)
  const intake = { queue, room, limits: DEFAULT_LIMITS, notices: new Notices(() => {}) }
  const sessions = new Sessions({ log: log.api, intake, now: () => clock.now })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await queue.whenIdle()
    await log.close()
  }
  onTestFinished(close)
  return { sessions, log: log.api, clock, dataDir, close }
}
