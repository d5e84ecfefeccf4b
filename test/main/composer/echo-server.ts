import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { makeCertificate } from '../../../main/listeners/self-signed-certificate.ts'

/** A request as a server has seen it. */
export interface SeenRequest {
  readonly method: string
  readonly url: string
  /** Name, value, name, value. */
  readonly rawHeaders: readonly string[]
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface TestServer {
  /** Like `http://127.0.0.1:41234`. */
  readonly url: string
  readonly seen: readonly SeenRequest[]
}

export type Answer = (
  request: SeenRequest,
  response: Parameters<RequestListener>[1],
  number: number,
) => void | Promise<void>

/** A server that keeps what it is sent, and answers as the test says; it goes away with the test. */
export async function startServer(answer: Answer, isSecure = false): Promise<TestServer> {
  const seen: SeenRequest[] = []
  const listener: RequestListener = async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    const { method = '', url = '', rawHeaders, headers } = request
    const one = { method, url, rawHeaders, headers, body: Buffer.concat(parts) }
    seen.push(one)
    await answer(one, response, seen.length)
  }
  const server: Server = isSecure ? createTlsServer(makeCertificate(), listener) : createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`, seen }
}
