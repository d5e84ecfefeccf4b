import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type Served, serving, startTattler, withDataDir } from '../bench/processes.ts'
import { ask, becomesTrue, type Reachable } from './ask.ts'
import { type Outcome, outcomeOf } from './fault.ts'

/** Events of one envelope, and envelopes that wait for their acknowledgement at most. */
const IN_ENVELOPE = 50
const MOST_OPEN = 20
const STREAMS = 10
/** How often is looked at memory and disk, in the course of all events. */
const LOOKS = 100
/** The end may be so many times the beginning: far more than the noise of a machine, far less than what grows by itself. */
const MOST_GROWTH = 1.5
/** The write-ahead log may come to so much before it is folded into the file, MB. */
const WAL = 160
/** What a collector takes once it is warm, which comes later than the log is full where little is kept. MB. */
const WARM = 450
const MOST_SLOWER = 3

export interface SoakSize {
  readonly events: number
  /** Kept of them. */
  readonly kept: number
}

/** What was seen in the course of a soak, oldest first. */
interface Course {
  /** Of each envelope, ms. */
  readonly latencies: Float64Array
  readonly memory: number[]
  readonly disk: number[]
}

/** Far more events than are kept: memory, disk and the time of an acknowledgement stay what they were, and the newest are there. */
export function soak({ events, kept }: SoakSize): Promise<Outcome> {
  return withDataDir(async (dataDir) => {
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ retention: { events: kept, bytes: 1e12 } }))
    return serving(startTattler(dataDir), async (tattler) => {
      const course = await send(tattler, dataDir, events)
      const isTidy = await becomesTrue(async () => (await count(tattler)) === kept)
      const wrong = isTidy ? await findWrong(tattler, events, kept) : [`${await count(tattler)} events are kept`]
      // The log is full once so many have come, and a half more as long as it takes.
      const full = Math.ceil((1.5 * kept * LOOKS) / events)
      const memory = growth(course.memory.slice(full))
      const disk = growth(course.disk.slice(full))
      const p99 = slowdown(course.latencies)
      if (!(memory.ratio < MOST_GROWTH || memory.last < WARM)) wrong.push(`memory grows: ${memory.text} MB`)
      if (!(disk.ratio < MOST_GROWTH || disk.last < WAL)) wrong.push(`the files grow: ${disk.text} MB`)
      if (!(p99.ratio < MOST_SLOWER)) wrong.push(`acknowledgements become slower: ${p99.text} ms`)
      const right = `the newest ${kept} are kept; memory ${memory.text} MB, disk ${disk.text} MB, p99 ${p99.text} ms (first and last fifth)`
      return outcomeOf('soak with retention', events, right, wrong)
    })
  })
}

async function send(tattler: Served, dataDir: string, events: number): Promise<Course> {
  const socket = new WebSocket(`${tattler.url.replace('http', 'ws')}/?ack=1&app=soak`)
  await once(socket, 'open')
  const envelopes = events / IN_ENVELOPE
  const course: Course = { latencies: new Float64Array(envelopes), memory: [], disk: [] }
  const sentAt: number[] = []
  let done = 0
  let wake: () => void = () => undefined
  socket.on('message', () => {
    course.latencies[done] = performance.now() - (sentAt.shift() ?? 0)
    done++
    if (done % Math.ceil(envelopes / LOOKS) === 0) {
      course.memory.push(tattler.memory())
      course.disk.push(bytesOf(dataDir) / 1e6)
    }
    wake()
  })
  for (let n = 0; n < envelopes; n++) {
    sentAt.push(performance.now())
    socket.send(envelope(n))
    if (sentAt.length < MOST_OPEN) continue
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
  while (done < envelopes) await sleep(10)
  socket.close()
  return course
}

/** Of streams in turn; each event has its number, which is its id as well, and what an event usually has. */
function envelope(number: number): string {
  const events = Array.from({ length: IN_ENVELOPE }, (_, index) => {
    const id = number * IN_ENVELOPE + index + 1
    const query = `SELECT * FROM orders WHERE customer = ${id} AND status = 'open' ORDER BY created DESC LIMIT 20`
    if (index % 2 === 0) return { type: 'query', duration: id % 50, payload: { target: 'mysql', query, syntax: 'sql' } }
    return { type: 'log', importance: 1 + (id % 8), payload: { message: `event ${id}` } }
  })
  return JSON.stringify({ id: `stream ${number % STREAMS}`, version: 1, events })
}

/** What is not as it should be where exactly the newest of so many events are kept. */
async function findWrong(tattler: Reachable, events: number, kept: number): Promise<string[]> {
  const wrong: string[] = []
  const read = async (type: 'count' | 'min' | 'max', field: string, stream?: string) => {
    const where = stream === undefined ? [] : [{ field: 'stream', operator: 'eq' as const, value: stream }]
    const reduce = { type, ...(type !== 'count' && { field }) }
    return Number((await ask(tattler, { from: { instance: '*' }, where, reduce })).aggregation)
  }
  const ids = [await read('min', 'id'), await read('max', 'id')]
  if (ids.join() !== [events - kept + 1, events].join()) wrong.push(`ids from ${ids.join(' to ')} are kept`)
  for (let n = 0; n < STREAMS; n++) {
    const stream = `stream ${n}`
    const last = await read('max', 'sequence_number', stream)
    const first = await read('min', 'sequence_number', stream)
    const found = await read('count', '', stream)
    if (last !== events / STREAMS) wrong.push(`${stream} ends with number ${last}`)
    if (found !== last - first + 1 || found !== kept / STREAMS)
      wrong.push(`${found} events of ${stream}, from ${first}`)
  }
  return wrong
}

async function count(tattler: Reachable): Promise<number> {
  return (await ask(tattler, { from: { instance: '*' }, limit: 1 })).total
}

function bytesOf(dataDir: string): number {
  const sizes = ['events.duckdb', 'events.duckdb.wal'].map(
    (name) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0,
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

interface Change {
  readonly ratio: number
  readonly last: number
  readonly text: string
}

/** Of values in the course of time: the most in the last fifth, beside the most in the first. */
function growth(values: readonly number[]): Change {
  const fifth = Math.ceil(values.length / 5)
  return compare(Math.max(...values.slice(0, fifth)), Math.max(...values.slice(-fifth)))
}

function slowdown(latencies: Float64Array): Change {
  const fifth = Math.ceil(latencies.length / 5)
  const p99 = (part: Float64Array) => part.sort()[Math.floor(part.length * 0.99)] ?? 0
  return compare(p99(latencies.slice(0, fifth)), p99(latencies.slice(-fifth)))
}

function compare(first: number, last: number): Change {
  return { ratio: last / first, last, text: `${Math.round(first)} → ${Math.round(last)}` }
}
