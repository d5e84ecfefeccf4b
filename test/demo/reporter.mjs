import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'

/**
 * What an app needs to report itself to Tattler: each request becomes one envelope of the web debug protocol, with all
 * that happened in it as a tree of events.
 *
 * @typedef {{ type: string, payload: Record<string, unknown>, importance?: number, tags?: string[], success?: boolean,
 *   definedIn?: { file: string }, calledFrom?: { file: string, line: number }, time?: number, duration?: number,
 *   nested?: DebugEvent[] }} DebugEvent
 */

/** @type {AsyncLocalStorage<DebugEvent[]>} The list that events of the code now running are added to. */
const current = new AsyncLocalStorage()

const projectRoot = fileURLToPath(new URL('./shop', import.meta.url))

/** The files whose callers are worth knowing, not they themselves. */
const plumbing = /reporter|server|database|cache|search-index|template|mail|access|carrier-client|pipeline/

/** Runs `work` as an event: measures it, and collects what happens meanwhile inside it.
 * @template T
 * @param {DebugEvent} event
 * @param {(event: DebugEvent) => T | Promise<T>} work
 * @returns {Promise<T>} */
export async function record(event, work) {
  const measured = note(event)
  /** @type {DebugEvent[]} */
  const nested = []
  measured.nested = nested
  const started = performance.now()
  try {
    return await current.run(nested, () => work(measured))
  } catch (error) {
    measured.success = false
    throw error
  } finally {
    measured.duration = Math.round((performance.now() - started) * 100) / 100
  }
}

/** Adds an event that takes no time.
 * @param {DebugEvent} event */
export function note(event) {
  /** @type {DebugEvent} */
  const noted = { time: Date.now(), ...event }
  const location = findCaller()
  if (location) noted.calledFrom ??= location
  current.getStore()?.push(noted)
  return noted
}

/** The nearest line of the app's own code on the stack. */
function findCaller() {
  for (const frame of (new Error().stack ?? '').split('\n')) {
    const [, file = '', line] = /(?:file:\/\/)(\/[^):]+):(\d+):\d+\)?$/.exec(frame) ?? []
    if (file.startsWith(projectRoot) && !plumbing.test(file))
      return { file: file.slice(projectRoot.length), line: Number(line) }
  }
  return undefined
}

/** Makes a function that runs a request's work and then reports its events; an unreachable Tattler never harms the app.
 * @param {string} url of Tattler
 * @param {string} app */
export function createReporter(url, app) {
  const address = `${url}/events?app=${encodeURIComponent(app)}`
  let isReachable = true

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  return async function report(work) {
    /** @type {DebugEvent[]} */
    const events = []
    try {
      return await current.run(events, work)
    } finally {
      const body = JSON.stringify({ id: randomUUID(), version: 1, events })
      await fetch(address, { method: 'POST', body }).then(
        async (response) => {
          if (!response.ok) console.error(`Tattler refused a report: ${await response.text()}`)
          isReachable = true
        },
        (error) => {
          if (isReachable) console.error(`Tattler does not answer: ${error.cause?.message ?? error.message}`)
          isReachable = false
        },
      )
    }
  }
}
