// A thread of its own, for those who attack keep theirs busy: asks again and again whether Tattler is there, and tells how long the
// longest answer took, and how much of a wait was Tattler's own work at most.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

/** Between two questions. ms. */
const PAUSE = 20
/** ms of the unit in which Linux counts the work of threads. */
const TICK = 10

const { url, pid } = workerData
let isOver = false
let count = 0
let longest = 0
let longestWork = 0
parentPort?.once('message', () => {
  isOver = true
})
while (!isOver) {
  const start = performance.now()
  const before = readWork()
  await (await fetch(`${url}/healthz`)).text()
  const waited = performance.now() - start
  longest = Math.max(longest, waited)
  // Where the system does not tell, all of it counts.
  longestWork = Math.max(longestWork, before === null ? waited : Math.min(waited, (readWork() ?? 0) - before))
  count++
  await new Promise((resolve) => setTimeout(resolve, PAUSE))
}
parentPort?.postMessage({ count, longest, longestWork })

/** What the thread that answers has worked so far, ms; null where the system does not tell. */
function readWork() {
  if (process.platform !== 'linux') return null
  const [, fields = ''] = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = fields.split(' ').slice(11, 13)
  return TICK * (Number(user) + Number(system))
}
