import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that hostile content tries to reach. */
export interface Trap {
  /** Like `http://127.0.0.1:41234`. */
  readonly url: string
  /** All that arrived: requests by path, and connections, which come with or without one. */
  readonly arrivals: readonly string[]
  forget(): void
  close(): Promise<void>
}

export async function startTrap(): Promise<Trap> {
  const arrivals: string[] = []
  const server = createServer((request, response) => {
    arrivals.push(request.url ?? '')
    response.end()
  })
  server.on('connection', () => arrivals.push('connection'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    forget: () => {
      arrivals.length = 0
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
