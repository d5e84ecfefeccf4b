import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An app as it is watched: it computes for about so many milliseconds, then answers with a little JSON. */
export async function run([ms = '0']: string[]): Promise<void> {
  const work = makeWork(Number(ms))
  const server = createServer((request, response) => {
    const body = JSON.stringify({ path: request.url, result: work() })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
  process.once('SIGINT', () => process.exit(0))
}

/** The same amount each time, not the same time: who takes the processor from the app is seen. */
function makeWork(ms: number): () => string {
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  const sample = Buffer.alloc(1_000_000)
  for (let round = 0; round < 20; round++) hash(sample)
  const start = performance.now()
  for (let round = 0; round < 20; round++) hash(sample)
  const bytesPerMs = (20 * sample.length) / (performance.now() - start)
  const bytes = Buffer.alloc(Math.round(ms * bytesPerMs))
  return () => hash(bytes)
}
