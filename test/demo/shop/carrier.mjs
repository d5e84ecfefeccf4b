import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { note, record } from '../reporter.mjs'

/**
 * The parcel service that the shop asks for shipping rates: a second app of its own, which speaks XML, takes its time,
 * and is overloaded at every fourth request.
 *
 * @param {<T>(work: () => Promise<T>) => Promise<T>} report
 */
export async function startCarrier(report) {
  let requests = 0
  const server = createServer((request, response) =>
    report(async () => {
      const chunks = await request.toArray()
      const event = {
        type: 'request',
        importance: 2,
        tags: ['method:POST', 'route:/rates'],
        payload: { method: 'POST', uri: '/rates', headers: [{ key: 'content-type', value: 'application/xml' }] },
      }
      await record(event, async (measured) => {
        const weight = Number(/<grams>(\d+)</.exec(Buffer.concat(chunks).toString())?.[1] ?? 0)
        const isOverloaded = ++requests % 4 === 0
        await sleep(isOverloaded ? 12 : 45 + (weight % 60))
        const status = isOverloaded ? 503 : 200
        if (isOverloaded)
          note({
            type: 'log',
            importance: 4,
            payload: { message: 'Rate table is being reloaded; request turned away' },
          })
        measured.success = !isOverloaded
        measured.tags?.push(`status:${status}`)
        note({
          type: 'response',
          importance: 2,
          success: !isOverloaded,
          payload: { status, memoryPeak: process.memoryUsage().heapUsed },
        })
        response.writeHead(status, { 'content-type': 'application/xml' })
        response.end(
          isOverloaded ? '<error>overloaded</error>' : `<rate><cents>${390 + weight / 10}</cents><days>2</days></rate>`,
        )
      })
    }),
  )
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
