import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../../main/prepare.mjs'
import { CLIENT_FILES, CLIENTS_PATH } from '../../../shared/clients.ts'
import { shareCollector } from '../../helpers/collector.ts'
import { exchange } from '../../helpers/raw-socket.ts'

const collector = shareCollector([])

describe.each(CLIENT_FILES)('$file', ({ file }) => {
  const stored = readFileSync(join(ROOT, 'assets/clients', file), 'utf8')

  test('is had without a token, and reports to where it was fetched from', async () => {
    const { url } = collector()
    const response = await fetch(url + CLIENTS_PATH + file)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
    const text = await response.text()
    expect(text).toBe(stored.replaceAll('http://127.0.0.1:7357', url))
    expect(text).toContain(`'${url}'`.replaceAll("'", file.endsWith('.py') ? '"' : "'"))
  })

  test('reports by the name under which a container reaches this machine', async () => {
    const { host, port } = new URL(collector().url)
    const name = `host.docker.internal:${port}`
    const request = `GET ${CLIENTS_PATH}${file} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`
    expect(await exchange(host, request)).toContain(`http://${name}`)
  })
})

test('only clients are had, and nobody else gets them', async () => {
  const { url } = collector()
  const ask = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).status
  const path = `${CLIENTS_PATH}tattler.py`
  expect(await ask(`${CLIENTS_PATH}../../package.json`)).toBe(404)
  expect(await ask(`${CLIENTS_PATH}other.py`)).toBe(404)
  expect(await ask(path, { method: 'POST' })).toBe(405)
  expect(await ask(path, { headers: { origin: 'https://elsewhere.test' } })).toBe(403)
  const { host } = new URL(url)
  expect(await exchange(host, `GET ${path} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)).toContain(
    ' 403 ',
  )
})
