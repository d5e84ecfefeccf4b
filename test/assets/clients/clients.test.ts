import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createStuckServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CLIENT_FILES, CLIENTS_PATH } from '../../../shared/clients.ts'
import { ALL, makeDataDir, queryLog, shareCollector, startTestCollector, until } from '../../helpers/collector.ts'
import { findFreePort } from '../../helpers/free-port.ts'
import { BUDGET, FLOOD, HOSTILE, RETRY, type Runtime, SERVE, TELL } from './programs.ts'

const COMMANDS: Readonly<Record<Runtime, string>> = { node: process.execPath, php: 'php', python: 'python3' }
const ENDINGS: Readonly<Record<Runtime, string>> = { node: 'mjs', php: 'php', python: 'py' }

const collector = shareCollector([])
let lastApp = 0

interface Started {
  readonly app: string
  /** The next line that it writes. */
  line(): Promise<string>
  /** Lets it go on. */
  go(): void
  /** Resolves with its exit code and what it wrote to its error output. */
  readonly ended: Promise<{ code: number | null; errors: string }>
}

/** Starts a program beside the client, which comes from where users get it. */
async function start(
  runtime: Runtime,
  program: Readonly<Record<Runtime, string>>,
  env: Record<string, string> = {},
  switches: readonly string[] = [],
): Promise<Started> {
  const { file } = CLIENT_FILES.find(({ language }) => language === runtime) ?? { file: '' }
  const dir = makeDataDir()
  writeFileSync(join(dir, file), await (await fetch(collector().url + CLIENTS_PATH + file)).text())
  const path = join(dir, `program.${ENDINGS[runtime]}`)
  writeFileSync(path, program[runtime])
  const app = `${runtime}-${++lastApp}`
  const { NODE_ENV: _, ...rest } = process.env
  const child = spawn(COMMANDS[runtime], [...switches, path], {
    // PHP keeps what its requests tell each other in the folder for temporary files.
    env: { ...rest, TMPDIR: dir, TATTLER_APP: app, TATTLER_BUDGET: '10000', PYTHONDONTWRITEBYTECODE: '1', ...env },
    cwd: dir,
  })
  onTestFinished(() => void child.kill())
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = Promise.all([once(child, 'exit'), text(child.stderr)])
  return {
    app,
    line: async () => String((await lines.next()).value),
    go: () => void child.stdin.write('go\n'),
    ended: ended.then(([[code], errors]) => ({ code, errors })),
  }
}

/** Runs a program to its end, which must be a good one, and resolves with its app. */
async function run(...args: Parameters<typeof start>): Promise<string> {
  const { app, ended } = await start(...args)
  expect(await ended).toEqual({ code: 0, errors: '' })
  return app
}

const ofApp = (app: string) => ({ field: 'instance', operator: 'eq', value: app })

/** The events of an app, once there are `count` of them. */
async function readEvents(app: string, count: number): Promise<Record<string, unknown>[]> {
  const query = { ...ALL, where: [ofApp(app)], orderBy: { field: 'id', direction: 'asc' }, limit: 100 }
  const { events } = await until(async () => {
    const result = await queryLog(collector(), query)
    return result.total >= count && result
  })
  return events ?? []
}

/** A server in Tattler's place. */
interface StandIn {
  readonly url: string
  readonly server: Server
  /** Connections so far. */
  connections: number
  readonly bodies: string[]
}

async function startStandIn(port = 0): Promise<StandIn> {
  const bodies: string[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push(await text(request).catch(() => ''))
    response.writeHead(202, { 'content-length': 2 }).end('{}')
  })
  const standIn: StandIn = { url: '', server, connections: 0, bodies }
  server.on('connection', () => standIn.connections++)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return Object.assign(standIn, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

const droppedIn = (bodies: readonly string[]) =>
  bodies
    .flatMap((body) => [...body.matchAll(/"Dropped (\d+) of [\w-]+'s events"/g)])
    .reduce((sum, [, count]) => sum + Number(count), 0)

describe.each(CLIENT_FILES)('$file', ({ language }) => {
  const isMissing = spawnSync(COMMANDS[language], ['--version']).error !== undefined
  if (isMissing) console.warn(`${COMMANDS[language]} is not on this machine: its client is not tested.`)
  const it = test.skipIf(isMissing)

  test.skipIf(isMissing || process.platform !== 'linux')(
    'opens a Tattler on another machine with a token',
    async () => {
      const away = await startTestCollector({ host: '127.0.0.2' })
      const token = readFileSync(join(away.dataDir, 'send-token'), 'utf8').trim()
      const env = { TATTLER_URL: away.url.replace('127.0.0.1', '127.0.0.2'), TATTLER_TOKEN: token }
      const { ended } = await start(language, TELL, env)
      expect((await ended).errors).toBe('')
      await until(async () => (await queryLog(away, ALL)).total >= 11)
      const refused = await start(language, TELL, { ...env, TATTLER_TOKEN: 'wrong' })
      await refused.ended
      expect((await queryLog(away, ALL)).total).toBe(11)
    },
  )

  it('tells of everything an app does, and it reads well', async () => {
    const app = await run(language, TELL)
    const events = await readEvents(app, 11)
    const told = events.map(({ event_type, summary, importance }) => `${event_type} ${importance}: ${summary}`)
    expect(told.toSorted()).toEqual([
      'access_check 1: DENIED order 7 may not',
      'event 1: load basket',
      'exception 5: TypeError: no price',
      'log 1: cart',
      'log 1: in the template',
      'log 2: in the span',
      'log 4: Card was declined',
      'query 1: SELECT * FROM items',
      'request 2: GET /basket',
      'response 4: 404 Not Found',
      'template 1: basket.html',
    ])
    const find = (type: string) => events.find((event) => event.event_type === type)
    expect(find('log')?.payload).toEqual({ message: 'Card was declined', context: { order: 7 } })
    expect(find('query')).toMatchObject({ target: 'mysql', duration: 12.5, tags: ['db:mysql'] })
    expect(find('exception')).toMatchObject({ success: false, calledFrom: { line: 4 } })
    expect(find('access_check')?.stream_id).toBe('job 7')
    expect(find('template')).toMatchObject({ depth: 1, descendants: 1, success: true })
    // Nothing had to be put right.
    expect(events.map(({ metadata }) => metadata)).toEqual(events.map(() => ({})))
  })

  it('makes a stream of each request that it serves', async () => {
    const port = await findFreePort()
    const switches = language === 'php' ? ['-S', `127.0.0.1:${port}`] : []
    const { app, line } = await start(language, SERVE, {}, switches)
    const url = `http://127.0.0.1:${language === 'php' ? port : await line()}/basket?id=7`
    const response = await until(() => fetch(url).catch(() => null))
    expect([response.status, await response.text()]).toEqual([404, 'no basket'])
    const events = await readEvents(app, 4)
    expect(events.map(({ event_type, depth }) => [event_type, depth])).toEqual([
      ['request', 0],
      ['event', 1],
      ['query', 2],
      ['response', 0],
    ])
    expect(new Set(events.map(({ stream_id }) => stream_id)).size).toBe(1)
    expect(events[0]).toMatchObject({ summary: 'GET /basket?id=7', importance: 4, success: false })
    expect(events[3]).toMatchObject({ payload: { status: 404 } })
  })

  it('tells of values that no JSON holds as far as it can, and never fails on one', async () => {
    const app = await run(language, HOSTILE)
    const events = await readEvents(app, 11)
    expect(events.filter(({ event_type }) => event_type !== 'log')).toEqual([])
    const all = JSON.stringify(events)
    for (const part of [
      '[circular]',
      '[too deep]',
      '[unreadable]',
      'more',
      'inner',
      'Invalid Date|1970-01-01T00:00:00',
      'ffffff|\ufffd',
    ]) {
      expect(all).toMatch(new RegExp(part.replaceAll(/[[\]]/g, '\\$&')))
    }
    expect(all).not.toContain('told while told')
  })

  it('leaves Tattler alone for a while where it does not run', async () => {
    const port = await findFreePort()
    const env = { TATTLER_URL: `http://127.0.0.1:${port}`, PAUSE: '1000' }
    const { line, go, ended } = await start(language, RETRY, env)
    await line()
    const standIn = await startStandIn(port)
    for (let step = 0; step < 3; step++) {
      go()
      if (step < 2) await line()
    }
    expect(await ended).toEqual({ code: 0, errors: '' })
    expect(standIn.connections).toBe(0)
  })

  it('comes back after that, and tells how much was dropped', async () => {
    const port = await findFreePort()
    const env = { TATTLER_URL: `http://127.0.0.1:${port}`, PAUSE: '0' }
    const { line, go, ended } = await start(language, RETRY, env)
    await line()
    const standIn = await startStandIn(port)
    for (let step = 0; step < 3; step++) {
      go()
      if (step < 2) await line()
    }
    expect(await ended).toEqual({ code: 0, errors: '' })
    const texts = standIn.bodies.join()
    expect([...texts.matchAll(/"more"|"last"/g)]).toHaveLength(101)
    expect(droppedIn(standIn.bodies)).toBe(1)
  })

  it('does not wait for a Tattler that accepts and never reads, and counts what was lost', async () => {
    const stuck = createStuckServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    const connections: Socket[] = []
    stuck.on('connection', (socket) => connections.push(socket.on('error', () => undefined)))
    await once(stuck, 'listening')
    const { port } = stuck.address() as AddressInfo
    const { line, go, ended } = await start(language, FLOOD, { TATTLER_URL: `http://127.0.0.1:${port}` })
    await line()
    expect(connections.length).toBeGreaterThan(0)
    for (const connection of connections) connection.destroy()
    stuck.close()
    await once(stuck, 'close')
    const standIn = await startStandIn(port)
    go()
    await line()
    go()
    expect(await ended).toEqual({ code: 0, errors: '' })
    await expect.poll(() => standIn.bodies.join().includes('"last"')).toBe(true)
    expect(droppedIn(standIn.bodies)).toBeGreaterThan(0)
  })

  it('drops what does not fit into the time of a unit of work, and counts it', async () => {
    const app = await run(language, BUDGET)
    const find = async (text: string) => {
      const where = [ofApp(app), { field: 'summary', operator: 'contains', value: text }]
      return (await queryLog(collector(), { ...ALL, where })).events ?? []
    }
    await until(async () => (await find('last')).length > 0)
    const notes = await find('Dropped')
    const dropped = notes.reduce((sum, { summary }) => sum + Number(/\d+/.exec(String(summary))?.[0]), 0)
    const { total } = await queryLog(collector(), { ...ALL, where: [ofApp(app)], limit: 1 })
    expect(dropped).toBeGreaterThan(0)
    expect(total - notes.length - 1 + dropped).toBe(20_000)
  })

  it('is off in production, unless TATTLER says otherwise', async () => {
    const standIn = await startStandIn()
    const env = { TATTLER_URL: standIn.url, NODE_ENV: 'production', APP_ENV: 'production' }
    await run(language, TELL, env)
    await run(language, TELL, { TATTLER_URL: standIn.url, TATTLER: '0' })
    expect(standIn.connections).toBe(0)
    await run(language, TELL, { ...env, TATTLER: '1' })
    await expect.poll(() => standIn.bodies.join()).toContain('Card was declined')
  })
})
