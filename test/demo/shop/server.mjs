import { createServer } from 'node:http'
import { Cache } from './cache.mjs'
import { openDatabase } from './database.mjs'
import { buildMiddleware } from './middleware.mjs'
import { handleRequest } from './pipeline.mjs'
import { buildRoutes } from './routes.mjs'
import { SearchIndex } from './search-index.mjs'

/** Starts the shop on a free port of this machine.
 * @param {{ report: <T>(work: () => Promise<T>) => Promise<T>, carrierUrl: string }} options */
export async function startShop({ report, carrierUrl }) {
  const database = await openDatabase()
  const products = await database.query(
    'SELECT p.id, p.name, c.name AS category FROM products p JOIN categories c ON c.id = p.category_id',
  )
  const searchIndex = new SearchIndex(products.map(({ id, name, category }) => ({ id, text: `${name} ${category}` })))
  const middleware = buildMiddleware(database)
  const routes = buildRoutes({ database, cache: new Cache(), searchIndex, carrierUrl })

  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray()).toString()
    /** @type {import('./pipeline.mjs').Request} */
    const request = {
      method: incoming.method ?? 'GET',
      url: new URL(incoming.url ?? '/', 'http://shop.localhost'),
      headers: /** @type {Record<string, string>} */ (incoming.headers),
      body: new URLSearchParams(body),
      cookies: Object.fromEntries(new URLSearchParams((incoming.headers.cookie ?? '').replaceAll('; ', '&'))),
      session: { id: '', userId: null, cart: new Map() },
      user: null,
      params: [],
    }
    await report(async () => {
      const response = await handleRequest(request, middleware, routes)
      outgoing.writeHead(response.status, {
        ...response.headers,
        'set-cookie': `session=${request.session.id}; HttpOnly; SameSite=Lax`,
      })
      outgoing.end(response.body)
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      database.close()
    },
  }
}
