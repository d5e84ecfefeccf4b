import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type Collector, type CollectorOptions, startCollector } from '../../main/collector.ts'
import { readSettings, type Settings } from '../../main/settings.ts'

/** The build: `npm test` makes it before the first test runs. */
export const WORKER_FILE = new URL('../../dist/main/worker.js', import.meta.url)
export const CLI_FILE = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url))
export const VIEWER_DIR = fileURLToPath(new URL('../../dist/renderer', import.meta.url))

/** A new empty folder that goes away with the test. */
export function makeDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tattler-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export interface TestCollector extends Collector {
  readonly dataDir: string
}

/**
 * A real collector on a free port, with a real log in a folder of its own, or in `dataDir`, and no port for mails unless
 * `smtp` asks for one. Closed with the test.
 */
export async function startTestCollector(
  overrides: Partial<Settings> & Partial<Pick<CollectorOptions, 'dataDir' | 'host' | 'confirmCommand'>> = {},
): Promise<TestCollector> {
  const { dataDir = makeDataDir(), host, confirmCommand, ...settings } = overrides
  const collector = await startIn(dataDir, settings, { host, confirmCommand })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await collector.close()
  }
  onTestFinished(close)
  return { ...collector, dataDir, close }
}

/** A collector for all tests of a file, which holds these events. No test may change what it holds or how it is set. */
export function shareCollector(document: unknown, headers: Record<string, string> = {}): () => TestCollector {
  let shared: TestCollector
  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tattler-test-'))
    shared = { ...(await startIn(dataDir)), dataDir }
    await postEvents(shared, document, headers)
  })
  afterAll(async () => {
    if (!shared) return
    await shared.close()
    rmSync(shared.dataDir, { recursive: true, force: true })
  })
  return () => shared
}

function startIn(
  dataDir: string,
  settings: Partial<Settings> = {},
  options: Pick<CollectorOptions, 'host' | 'confirmCommand'> = {},
): Promise<Collector> {
  const stored = readSettings(dataDir)
  return startCollector({
    ...options,
    dataDir,
    port: 0,
    settings: { ...stored, smtp: { ...stored.smtp, enabled: false }, ...settings },
    viewerDir: VIEWER_DIR,
    workerFile: WORKER_FILE,
  })
}

/** Posts a document to `/events` and returns status and receipt. */
export async function postEvents(
  collector: { readonly url: string },
  document: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const isRaw = typeof document === 'string' || document instanceof Uint8Array
  const response = await fetch(`${collector.url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: isRaw ? (document as BodyInit) : JSON.stringify(document),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** Runs a DSL query through `POST /api/query`, secrets and all; fails the test if it is refused. */
export async function queryLog(
  collector: { readonly url: string; readonly token: string },
  query: unknown,
): Promise<{ events?: Record<string, unknown>[]; aggregation?: unknown; total: number }> {
  const response = await fetch(`${collector.url}/api/query?secrets=show`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${collector.token}` },
    body: JSON.stringify({ query }),
  })
  const body = (await response.json()) as { success: boolean; error?: string; data?: { result: never } }
  if (!body.success || !body.data) throw new Error(`the query was refused: ${body.error}`)
  return body.data.result
}

export const ALL = { from: { instance: '*' } }

export const logEvent = (message: string, more: Record<string, unknown> = {}) => ({
  type: 'log',
  importance: 2,
  payload: { message },
  ...more,
})

export const queryEvent = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'query',
  duration: 2,
  payload: { target: 'mysql', query: text, syntax: 'sql' },
  ...more,
})

/** Waits until `check` gives something else than undefined, null or false. */
export async function until<T>(check: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  for (;;) {
    const value = await check()
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
