import type { IncomingMessage, ServerResponse } from 'node:http'

/** What pages may send to a door, as the headers of the answer name it. */
export interface AllowedCalls {
  readonly methods: string
  readonly headers: string
}

/** Pages of other origins ask before most calls; which origins may come at all is the guard's to say. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  { methods, headers }: AllowedCalls,
): void {
  const isPrivateNetwork = request.headers['access-control-request-private-network'] === 'true'
  response.writeHead(204, {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': headers,
    'access-control-max-age': '600',
    ...(isPrivateNetwork && { 'access-control-allow-private-network': 'true' }),
  })
  response.end()
}
