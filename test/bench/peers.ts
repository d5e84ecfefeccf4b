import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { installDependencies, ROOT } from '../../main/prepare.mjs'
import { findFreePort } from '../helpers/free-port.ts'
import { serving, startTattler, withDataDir } from './processes.ts'
import { type Endpoint, sendOverHttp, toEvents } from './senders.ts'
import type { Figure } from './table.ts'

const PEERS = join(ROOT, 'test/bench/peers')
const SPOTLIGHT = join(PEERS, 'node_modules/@spotlightjs/spotlight/dist/run.js')
const CONNECTIONS = 64
/** Logs in an envelope, as an SDK sends them that has much to say. */
const BATCH = 100

/**
 * The same logs sent to Sentry Spotlight's sidecar and to Tattler. Spotlight answers before it has read them, and keeps the
 * newest 500 envelopes in memory; Tattler answers once they are on disk.
 */
export async function measurePeers(posts: number): Promise<Figure[]> {
  installDependencies(PEERS)
  const logs = Array.from({ length: posts }, (_, n) => `#${n} the cache was warmed in time for the user profile page`)
  const [single, batched] = await withSpotlight(async (endpoint) => [
    await sendOverHttp(
      endpoint,
      logs.map((log) => writeSentryEnvelope([log])),
      CONNECTIONS,
    ),
    BATCH * (await sendOverHttp(endpoint, inBatches(logs).map(writeSentryEnvelope), CONNECTIONS)),
  ])
  const send = (messages: readonly Buffer[]) =>
    withDataDir((dataDir) =>
      serving(startTattler(dataDir), ({ url }) => sendOverHttp(toEvents(url), messages, CONNECTIONS)),
    )
  const singleHere = await send(logs.map((log) => Buffer.from(JSON.stringify(toEvent(log)))))
  const batchedHere = BATCH * (await send(inBatches(logs).map(writeEnvelope)))
  return [
    {
      name: 'HTTP, one log per POST (against: Spotlight, which keeps 500 in memory)',
      value: singleHere,
      unit: 'logs/s',
      ceiling: single,
      aim: { ratio: 5 },
    },
    {
      name: `HTTP, ${BATCH} logs per POST (against: Spotlight, which does not read them)`,
      value: batchedHere,
      unit: 'logs/s',
      ceiling: batched,
    },
  ]
}

async function withSpotlight<T>(work: (endpoint: Endpoint) => Promise<T>): Promise<T> {
  const port = await findFreePort()
  const child = spawn(process.execPath, [SPOTLIGHT, 'server', '--port', String(port)], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  try {
    await Promise.race([untilAnswered(url), exited.then(() => Promise.reject(new Error('Spotlight did not start')))])
    return await work({ url: `${url}/stream`, type: 'application/x-sentry-envelope', status: 200 })
  } finally {
    child.kill('SIGKILL')
    await exited
  }
}

async function untilAnswered(url: string): Promise<void> {
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  )
    await new Promise((resolve) => setTimeout(resolve, 50))
}

function inBatches(logs: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(logs.length / BATCH) }, (_, n) => logs.slice(n * BATCH, (n + 1) * BATCH))
}

/** An envelope of Sentry's log protocol. */
function writeSentryEnvelope(logs: readonly string[]): Buffer {
  const timestamp = Date.now() / 1000
  const items = logs.map((body) => ({
    timestamp,
    trace_id: '0123456789abcdef0123456789abcdef',
    level: 'info',
    severity_number: 9,
    body,
    attributes: { user_id: { value: 42, type: 'integer' } },
  }))
  const type = { type: 'log', item_count: logs.length, content_type: 'application/vnd.sentry.items.log+json' }
  const head = { sent_at: new Date().toISOString(), sdk: { name: 'bench', version: '1.0.0' } }
  return Buffer.from([head, type, { items }].map((part) => `${JSON.stringify(part)}\n`).join(''))
}

function toEvent(message: string) {
  return { type: 'log', importance: 2, time: Date.now(), payload: { message, context: '{"user_id":42}' } }
}

function writeEnvelope(logs: readonly string[], index: number): Buffer {
  return Buffer.from(JSON.stringify({ id: `batch-${index}`, version: 1, events: logs.map(toEvent) }))
}
