import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Backend, type Connection, connectBackend } from '../../renderer/backend.ts'

/** A collector's socket as the viewer sees it, on a real port; `answer` gets each connection. */
async function startServer(answer: (socket: WebSocket, url: string) => void, port = 0): Promise<WebSocketServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port })
  server.on('connection', (socket, request) => answer(socket, request.url ?? ''))
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => stopServer(server))
  return server
}

function stopServer(server: WebSocketServer): void {
  for (const client of server.clients) client.terminate()
  server.close()
}

function connect(server: WebSocketServer, token: string | null = null): { backend: Backend; states: Connection[] } {
  const { port } = server.address() as AddressInfo
  const backend = connectBackend({
    locate: async () => ({ url: `ws://127.0.0.1:${port}/viewer`, token }),
    openSocket: (url) => new WebSocket(url) as unknown as globalThis.WebSocket,
    firstDelay: 10,
  })
  const states: Connection[] = []
  backend.onConnection((connection) => states.push(connection))
  onTestFinished(() => backend.close())
  return { backend, states }
}

const reached = (states: Connection[], state: Connection) => expect.poll(() => states.at(-1)).toBe(state)

/** Answers each request with its own argument. */
function echo(socket: WebSocket) {
  socket.on('message', (data) => {
    const { seq, arg } = JSON.parse(String(data))
    socket.send(JSON.stringify({ seq, result: arg }))
  })
}

test('answers find their questions, in whatever order they come', async () => {
  const server = await startServer((socket) => {
    const waiting: { seq: number; arg: number }[] = []
    socket.on('message', (data) => {
      waiting.push(JSON.parse(String(data)))
      if (waiting.length < 2) return
      for (const { seq, arg } of waiting.reverse()) socket.send(JSON.stringify({ seq, result: arg }))
    })
  })
  const { backend, states } = connect(server)
  await reached(states, 'open')
  const answers = Promise.all([backend.request('event/open', 1), backend.request('event/open', 2)])
  expect(await answers).toEqual([1, 2])
})

test('what is asked before the first connection stands is answered once it does', async () => {
  const server = await startServer(echo)
  const { backend } = connect(server)
  expect(await Promise.all([backend.request('event/open', 1), backend.request('event/open', 2)])).toEqual([1, 2])
})

test('what is asked before a first connection that fails is rejected', async () => {
  const backend = connectBackend({ locate: () => Promise.reject(new Error('the listener restarts')) })
  onTestFinished(() => backend.close())
  await expect(backend.request('event/open', 1)).rejects.toMatchObject({ code: 'disconnected' })
})

test('an error of the collector rejects with its code', async () => {
  const server = await startServer((socket) => {
    socket.on('message', (data) => {
      const { seq } = JSON.parse(String(data))
      socket.send(JSON.stringify({ seq, error: { code: 'QueryError', message: 'where[0]: no such field' } }))
    })
  })
  const { backend, states } = connect(server)
  await reached(states, 'open')
  await expect(backend.request('event/open', 1)).rejects.toMatchObject({
    code: 'QueryError',
    message: 'where[0]: no such field',
  })
})

test('messages of the feed reach the listeners until they unsubscribe', async () => {
  const message = { type: 'facets/changed', view: 1, facets: { types: {}, targets: [], tags: [] } }
  const server = await startServer(echo)
  const { backend, states } = connect(server)
  await reached(states, 'open')
  const received: unknown[] = []
  const unsubscribe = backend.onFeed((fed) => received.push(fed))
  const send = () => {
    for (const client of server.clients) client.send(JSON.stringify(message))
  }
  send()
  await expect.poll(() => received).toEqual([message])
  unsubscribe()
  send()
  await backend.request('event/open', 1)
  expect(received).toHaveLength(1)
})

test('the token goes with the address', async () => {
  const urls: string[] = []
  const server = await startServer((_socket, url) => urls.push(url))
  const { states } = connect(server, 'a+b')
  await reached(states, 'open')
  expect(urls).toEqual(['/viewer?token=a%2Bb'])
})

test('a lost connection rejects what was asked, and comes back', async () => {
  const server = await startServer(() => undefined)
  const { port } = server.address() as AddressInfo
  const { backend, states } = connect(server)
  await reached(states, 'open')
  const asked = backend.request('event/open', 1)
  stopServer(server)
  await expect(asked).rejects.toMatchObject({ code: 'disconnected' })
  await reached(states, 'lost')
  await startServer(echo, port)
  await reached(states, 'open')
  expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
  expect(await backend.request('event/open', 5)).toBe(5)
})

test('a wrong token is final', async () => {
  let connections = 0
  const server = await startServer((socket) => {
    connections++
    socket.close(4401, 'unauthorized')
  })
  const { states } = connect(server, 'wrong')
  await reached(states, 'refused')
  // A second connection of ours proves that the server had its chance to see another one of the backend.
  await reached(connect(server, 'wrong').states, 'refused')
  expect(connections).toBe(2)
})
