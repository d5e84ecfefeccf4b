import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { logEvent, postEvents, startTestCollector } from '../../helpers/collector.ts'

const MIB = 1024 * 1024
const SPEC = {
  view: 1,
  from: { instance: '*' },
  where: [],
  hiddenTypes: [],
  orderBy: null,
  tree: { open: true, toggled: [] },
}

/** Connections that this process takes. */
function watchConnections(): Socket[] {
  const sockets: Socket[] = []
  const add = (message: unknown) => void sockets.push((message as { socket: Socket }).socket)
  subscribe('net.server.socket', add)
  onTestFinished(() => void unsubscribe('net.server.socket', add))
  return sockets
}

test('a viewer that does not read is neither told nor answered without bound, and is right again once it reads', async () => {
  const collector = await startTestCollector()
  const { body } = await postEvents(collector, logEvent('x'.repeat(MIB / 2)))
  const id = body.lastId
  const connections = watchConnections()
  const viewer = new WebSocket(`${collector.url.replace('http', 'ws')}/viewer?token=${collector.token}`)
  onTestFinished(() => viewer.terminate())
  const heard: Record<string, unknown>[] = []
  viewer.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())))
  await once(viewer, 'open')
  const connection = connections.at(-1)
  viewer.send(JSON.stringify({ seq: 0, method: 'view/open', arg: SPEC }))
  await expect.poll(() => heard.some(({ seq }) => seq === 0)).toBe(true)

  viewer.pause()
  const asked = 100
  for (let seq = 1; seq <= asked; seq++) viewer.send(JSON.stringify({ seq, method: 'event/open', arg: id }))
  await expect.poll(() => connection?.isPaused()).toBe(true)
  let most = 0
  for (let round = 0; round < 20; round++) {
    await postEvents(
      collector,
      Array.from({ length: 100 }, (_, n) => logEvent(`event ${n}`)),
    )
    most = Math.max(most, connection?.writableLength ?? 0)
  }
  // Unbounded, these were 50 MiB.
  expect(most).toBeGreaterThan(MIB)
  expect(most).toBeLessThan(30 * MIB)

  viewer.resume()
  await expect.poll(() => heard.filter(({ seq }) => Number(seq) > 0).length).toBe(asked)
  const last = (type: string) => heard.findLast((message) => message.type === type)
  await expect.poll(() => last('view/changed')).toMatchObject({ all: 2001, rows: 2001 })
  await expect.poll(() => last('status/changed')).toMatchObject({ status: { events: 2001 } })
})
