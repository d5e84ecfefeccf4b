import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { note, record } from '../reporter.mjs'

/**
 * The parcel service that the shop asks for shipping rates: a second app of its own, which speaks XML, takes its time,
 * and is overloaded at every third request.
 *
 * @param {<T>(work: () => Promise<T>) => Promise<T>} report
 */
export async function startCarrier(report) {
  let requests = 0
  const server = createServer((request, response) =>
    report(async () => {
      const body = Buffer.concat(await request.toArray()).toString()
      const isOverloaded = requests++ % 3 === 0
      const { status, xml } = await answer(body, isOverloaded)
      response.writeHead(status, { 'content-type': 'application/xml' })
      response.end(xml)
    }),
  )
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** @param {string} body @param {boolean} isOverloaded */
function answer(body, isOverloaded) {
  const headers = [{ key: 'content-type', value: 'application/xml' }]
  const event = { type: 'request', importance: 2, payload: { method: 'POST', uri: '/rates', headers } }
  return record(event, async (measured) => {
    const status = isOverloaded ? 503 : 200
    const outcome = { importance: isOverloaded ? 5 : 2, success: !isOverloaded }
    Object.assign(measured, outcome, { tags: [`status:${status}`] })
    const xml = isOverloaded ? await refuse() : await rate(Number(/<grams>(\d+)</.exec(body)?.[1] ?? 0))
    note({ type: 'response', ...outcome, payload: { status, memoryPeak: process.memoryUsage().heapUsed } })
    return { status, xml }
  })
}

async function refuse() {
  note({ type: 'log', importance: 4, payload: { message: 'Rate table is being reloaded; request turned away' } })
  await sleep(12)
  return '<error>overloaded</error>'
}

/** @param {number} grams */
async function rate(grams) {
  await sleep(45 + (grams % 60))
  return `<rate><cents>${390 + grams / 10}</cents><days>2</days></rate>`
}
