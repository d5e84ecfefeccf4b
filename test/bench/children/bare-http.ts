import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Ceiling for HTTP: parses each body, answers, keeps nothing. */
export async function run(): Promise<void> {
  let count = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      JSON.parse(Buffer.concat(parts).toString('utf8'))
      const body = JSON.stringify({ accepted: 1, invalid: 0, lastId: ++count })
      response.writeHead(202, { 'content-type': 'application/json', 'content-length': body.length })
      response.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
  process.once('SIGINT', () => process.exit(0))
}
