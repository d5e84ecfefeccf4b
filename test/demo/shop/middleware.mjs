import { randomUUID } from 'node:crypto'
import { note } from '../reporter.mjs'

/** @typedef {import('./pipeline.mjs').Middleware} Middleware */
/** @typedef {import('./pipeline.mjs').Request['session']} Session */

/** Sign-ins and form posts allowed to one session. */
const POSTS_ALLOWED = 200

/** What every request goes through before its page.
 * @param {import('./database.mjs').Database} database @returns {Middleware[]} */
export function buildMiddleware(database) {
  /** @type {Map<string, Session>} */
  const sessions = new Map()
  /** @type {Map<string, number>} */
  const posts = new Map()

  return [
    {
      name: 'StartSession',
      async run(request) {
        const known = sessions.get(request.cookies.session ?? '')
        request.session = known ?? { id: randomUUID(), userId: null, cart: new Map() }
        sessions.set(request.session.id, request.session)
        if (!known) note({ type: 'event', importance: 1, payload: { name: 'session.started', group: 'session' } })
        return undefined
      },
    },
    {
      name: 'Authenticate',
      async run(request) {
        if (request.session.userId === null) return undefined
        const [user] = await database.query('SELECT id, name, email, role FROM customers WHERE id = ?', [
          request.session.userId,
        ])
        request.user = /** @type {import('./pipeline.mjs').Request['user']} */ (user ?? null)
        return undefined
      },
    },
    {
      name: 'ThrottlePosts',
      async run(request) {
        if (request.method !== 'POST') return undefined
        const count = (posts.get(request.session.id) ?? 0) + 1
        posts.set(request.session.id, count)
        return count > POSTS_ALLOWED ? { status: 429, body: 'Slow down, please.' } : undefined
      },
    },
  ]
}
