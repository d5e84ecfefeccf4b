import { note, record } from '../reporter.mjs'
import { AccessDenied } from './access.mjs'

/**
 * @typedef {{ method: string, url: URL, headers: Record<string, string>, body: URLSearchParams, cookies: Record<string, string>,
 *   session: { id: string, userId: number | null, cart: Map<number, number> }, user: { id: number, name: string, email: string, role: string } | null,
 *   params: string[] }} Request
 * @typedef {{ status: number, headers?: Record<string, string>, body?: string }} Response
 * @typedef {{ name: string, run: (request: Request) => Promise<Response | undefined> }} Middleware
 * @typedef {{ method: string, path: RegExp, name: string, handle: (request: Request) => Promise<Response> }} Route
 */

/** Queries from which on a page is asked to explain itself. */
const MANY_QUERIES = 20

/** Takes a request through the middleware to its route, all of it one event.
 * @param {Request} request @param {readonly Middleware[]} middleware @param {readonly Route[]} routes
 * @returns {Promise<Response>} */
export function handleRequest(request, middleware, routes) {
  const route = routes.find(({ method, path }) => method === request.method && path.test(request.url.pathname))
  const event = { type: 'request', importance: 2, payload: describeRequest(request) }
  return record(event, async (measured) => {
    const started = performance.now()
    const response = await answer(request, middleware, route)
    const outcome = { importance: importanceOf(response.status), success: response.status < 500 }
    const user = request.user?.name ?? 'guest'
    Object.assign(measured, outcome, {
      tags: [
        `status:${response.status}`,
        `user:${user.split(' ')[0]?.toLowerCase()}`,
        ...(route ? [`route:${route.name}`] : []),
      ],
    })
    measured.payload.session = toParams({ user, cart: `${request.session.cart.size} products` })
    warnOfManyQueries(measured)
    note({
      type: 'response',
      ...outcome,
      duration: Math.round((performance.now() - started) * 100) / 100,
      payload: {
        status: response.status,
        bytes: response.body?.length ?? 0,
        memoryPeak: process.memoryUsage().heapUsed,
        headers: toParams(response.headers ?? {}),
      },
    })
    return response
  })
}

/** An answer that failed is an error, one that refuses a notice, any other plain information. @param {number} status */
function importanceOf(status) {
  if (status >= 500) return 5
  return status >= 400 ? 3 : 2
}

/** @param {Request} request @param {readonly Middleware[]} middleware @param {Route | undefined} route @returns {Promise<Response>} */
async function answer(request, middleware, route) {
  try {
    for (const { name, run } of middleware) {
      const early = await record(
        { type: 'middleware', importance: 1, definedIn: { file: '/middleware.mjs' }, payload: { name } },
        () => run(request),
      )
      if (early) return early
    }
    if (!route) return { status: 404, body: 'There is nothing here.' }
    request.params = route.path.exec(request.url.pathname)?.slice(1) ?? []
    return await route.handle(request)
  } catch (error) {
    if (error instanceof AccessDenied) return { status: 403, body: error.message }
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
    note({
      type: 'exception',
      importance: 6,
      success: false,
      payload: { type: name, message, stack },
      ...locate(stack),
    })
    return { status: 500, body: 'Something broke; we have been told.' }
  }
}

/** The first line of the shop in a stack. @param {string | undefined} stack */
function locate(stack) {
  const [, file, line] = /\/test\/demo\/shop(\/[^):]+):(\d+)/.exec(stack ?? '') ?? []
  return file && line ? { calledFrom: { file, line: Number(line) } } : {}
}

/** @param {import('../reporter.mjs').DebugEvent} request */
function warnOfManyQueries(request) {
  /** @type {Map<unknown, number>} */
  const counts = new Map()
  /** @param {import('../reporter.mjs').DebugEvent[]} events */
  const count = (events) => {
    for (const { type, payload, nested = [] } of events) {
      if (type === 'query' && payload.syntax === 'sql') counts.set(payload.query, (counts.get(payload.query) ?? 0) + 1)
      count(nested)
    }
  }
  count(request.nested ?? [])
  for (const [query, times] of counts) {
    if (times < MANY_QUERIES) continue
    const context = JSON.stringify({ query, times })
    note({
      type: 'log',
      importance: 4,
      tags: ['n+1'],
      payload: { message: `One query ran ${times} times for one page`, context },
    })
  }
}

/** @param {Request} request */
function describeRequest(request) {
  return {
    method: request.method,
    uri: request.url.pathname + request.url.search,
    headers: toParams(request.headers),
    query: [...request.url.searchParams].map(([key, value]) => ({ key, value })),
    body: [...request.body].map(([key, value]) => ({ key, value: key === 'password' ? '********' : value })),
    cookies: toParams(request.cookies),
  }
}

/** @param {Record<string, string>} values */
function toParams(values) {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}
