// Loaded into a collector: SIGUSR2 sets its clock back by an hour.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const HOUR = 3_600_000
  const now = Date.now
  let behind = 0
  Date.now = () => now() - behind
  process.on('SIGUSR2', () => {
    behind += HOUR
  })
}
