import { readFileSync, statSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { listeningHosts } from '../../../main/listeners/hosts.ts'
import { DOORS, knock } from '../../attack/doors.ts'
import { ALL, logEvent, postEvents, queryLog, startTestCollector, type TestCollector } from '../../helpers/collector.ts'
import { exchange } from '../../helpers/raw-socket.ts'
import { TestViewer } from '../../helpers/viewer.ts'

/** Another address than those of the loopback, as far as Tattler goes, which every Linux has. */
const OTHER = '127.0.0.2'
const tokenOf = ({ dataDir }: TestCollector) => readFileSync(join(dataDir, 'send-token'), 'utf8').trim()
const urlOf = ({ url }: TestCollector, host: string) => url.replace('127.0.0.1', host)

/** An address of this machine that counts as that of another, or one of the loopback if there is none. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? OTHER
}

/** How the opening of a socket ended: open, or the status of the refusal. */
function openSocket(url: string, headers: Record<string, string> = {}): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
}

describe.skipIf(process.platform !== 'linux')('beyond the loopback', () => {
  test.each([OTHER, '0.0.0.0', '::'])(
    '%s: every door at which something is sent asks for the token, whoever comes',
    async (host) => {
      const collector = await startTestCollector({ host })
      const hosts = ['127.0.0.1', ...(host === '::' ? [] : [OTHER])]
      for (const url of hosts.map((one) => urlOf(collector, one))) {
        for (const door of DOORS) {
          const body = JSON.stringify(door.sample('x'))
          expect((await knock({ url, token: 'wrong' }, door, body)).status, door.name).toBe(401)
        }
        for (const path of ['/api/sessions', '/api/1/?operation=get_events&session_id=1', '/api/2/events/']) {
          expect((await fetch(url + path)).status, path).toBe(401)
        }
        for (const path of ['/', '/events', '/codebolt', '/plugin']) expect(await openSocket(url + path)).toBe(401)
      }
      expect((await queryLog(collector, ALL)).total).toBe(0)
      expect(collector.status()).toMatchObject({
        isBeyondLoopback: true,
        notices: [{ code: 'token-missing', hint: expect.stringContaining('send-token') }],
      })
    },
  )

  test('the token for sending sends, in each of the ways that clients have, and reads nothing', async () => {
    const collector = await startTestCollector({ host: OTHER })
    const url = urlOf(collector, OTHER)
    const token = tokenOf(collector)
    const basic = `Basic ${Buffer.from(`any:${token}`).toString('base64')}`
    for (const authorization of [`Bearer ${token}`, basic, `Bearer ${collector.token}`]) {
      expect((await postEvents({ url }, logEvent('a'), { authorization })).status).toBe(202)
      expect(await openSocket(`${url}/`, { authorization })).toBe('open')
    }
    expect(await openSocket(`${url}/?token=${token}`)).toBe('open')
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${url}/api/events/1`, { headers })).status).toBe(401)
    expect((await fetch(`${url}/?token=${token}`, { redirect: 'manual' })).status).toBe(401)
    const viewer = new WebSocket(`${url.replace('http', 'ws')}/viewer?token=${token}`)
    expect(await new Promise((resolve) => viewer.once('close', resolve))).toBe(4401)
  })

  test('the token for sending is for the user alone, and stays the same', async () => {
    const first = await startTestCollector({ host: OTHER })
    const token = tokenOf(first)
    expect(statSync(join(first.dataDir, 'send-token')).mode & 0o777).toBe(0o600)
    await first.close()
    const second = await startTestCollector({ host: OTHER, dataDir: first.dataDir })
    expect(tokenOf(second)).toBe(token)
    expect(second.token).not.toBe(first.token)
  })

  test('names of others are still no names of this machine', async () => {
    const collector = await startTestCollector({ host: '0.0.0.0' })
    const { port } = new URL(collector.url)
    const ask = (host: string) =>
      exchange(`127.0.0.1:${port}`, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await ask(`evil.test:${port}`)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await ask(`192.168.7.7:${port}`)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('the window and the command line send as before', async () => {
    const collector = await startTestCollector({ host: OTHER })
    const viewer = await TestViewer.connect(collector)
    await viewer.request('collector/test-event', undefined)
    expect((await queryLog(collector, ALL)).total).toBeGreaterThan(0)
  })

  test('another machine that goes on guessing is refused, and the user hears of it', async () => {
    const collector = await startTestCollector({ host: '0.0.0.0' })
    const token = tokenOf(collector)
    const url = urlOf(collector, ownAddress())
    const send = async (given: string) =>
      (await postEvents({ url }, logEvent('a'), { authorization: `Bearer ${given}` })).status
    const wrong = []
    for (let guess = 0; guess < 21; guess++) wrong.push(await send(`guess ${guess}`))
    // Where this machine has no address but the loopback, nobody else can guess.
    const isReachable = !url.includes('127.0.0.')
    expect(wrong.slice(-2)).toEqual(isReachable ? [429, 429] : [401, 401])
    expect(wrong.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 401))
    expect(await send(token)).toBe(isReachable ? 429 : 202)
    expect(await openSocket(`${url}/`, { authorization: `Bearer ${token}` })).toBe(isReachable ? 429 : 'open')
    const codes = collector.status().notices.map(({ code }) => code)
    expect(codes.includes('peer-refused')).toBe(isReachable)
    expect((await postEvents(collector, logEvent('a'), { authorization: `Bearer ${token}` })).status).toBe(202)
  })

  test('an address that this machine does not have is refused by name', async () => {
    const mine = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address))
    expect(mine).not.toContain('192.0.2.1')
    await expect(startTestCollector({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'host-unknown' })
  })
})

test.each([undefined, 'localhost', '127.0.0.1', '::1'])(
  '%s is this machine, which asks nobody who sends',
  async (host) => {
    const collector = await startTestCollector(host === undefined ? {} : { host })
    expect((await postEvents(collector, logEvent('a'))).status).toBe(202)
    expect(collector.status().isBeyondLoopback).toBe(false)
  },
)

test.each(['shop.test', 'localhost:80', '1.2.3', ''])('"%s" is no address to listen at', (host) => {
  expect(() => listeningHosts(host)).toThrow(/--host takes an address/)
})
