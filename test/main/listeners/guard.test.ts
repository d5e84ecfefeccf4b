import { describe, expect, test } from 'vitest'
import { rejectRequest } from '../../../main/listeners/guard.ts'

const SETTINGS = { allowedHosts: [], allowedOrigins: ['https://shop.test'], isBeyondLoopback: false }
const host = '127.0.0.1:7357'

/** The code under which a request is rejected; undefined for one that may pass. */
const reject = (headers: Record<string, string>, method = 'GET', url = '/api/1/?operation=log_event') =>
  rejectRequest({ headers: { host, ...headers }, method, url }, SETTINGS)?.code

describe('what a page loads without naming its origin', () => {
  const image = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

  test('is rejected when the browser says that another site is behind it', () => {
    expect(reject({ ...image, 'sec-fetch-site': 'cross-site' })).toBe('origin-rejected')
    expect(reject({ ...image, 'sec-fetch-site': 'cross-site', referer: 'https://evil.example/x' })).toBe(
      'origin-rejected',
    )
    expect(reject({ ...image, 'sec-fetch-site': 'cross-site', referer: 'no address' })).toBe('origin-rejected')
  })

  test('may pass for a page that may send, of which the referrer tells', () => {
    expect(reject({ ...image, 'sec-fetch-site': 'cross-site', referer: 'http://localhost:8000/shop' })).toBeUndefined()
    expect(reject({ ...image, 'sec-fetch-site': 'cross-site', referer: 'https://shop.test/' })).toBeUndefined()
    expect(reject({ ...image, 'sec-fetch-site': 'same-origin' })).toBeUndefined()
  })

  test('may be the page of the port itself, to which links lead, and nothing else', () => {
    const followed = { ...link, 'sec-fetch-site': 'cross-site' }
    expect(reject(followed, 'GET', '/')).toBeUndefined()
    expect(reject(followed, 'GET', '/?token=x')).toBeUndefined()
    expect(reject(followed, 'GET', '/api/1/?operation=log_event')).toBe('origin-rejected')
    expect(reject(followed, 'POST', '/')).toBe('origin-rejected')
    expect(reject({ ...followed, 'sec-fetch-dest': 'iframe' }, 'GET', '/')).toBe('origin-rejected')
  })

  test('is a program where nothing of a browser is said', () => {
    expect(reject({})).toBeUndefined()
    // Node's own fetch says as much, and no more.
    expect(reject({ 'sec-fetch-mode': 'cors' }, 'POST', '/events')).toBeUndefined()
  })
})

test('a page of Tattler itself may ask under any name that is allowed', () => {
  const settings = { ...SETTINGS, allowedHosts: ['tattler.test'] }
  const ask = (name: string, origin: string) => rejectRequest({ headers: { host: name, origin } }, settings)?.code
  expect(ask('tattler.test:7357', 'http://tattler.test:7357')).toBeUndefined()
  expect(ask('tattler.test:7357', 'http://tattler.test:8000')).toBe('origin-rejected')
  expect(ask('evil.test:7357', 'http://evil.test:7357')).toBe('host-rejected')
})

test('addresses are names of this machine only while it listens beyond the loopback', () => {
  const ask = (name: string, isBeyondLoopback: boolean) =>
    rejectRequest({ headers: { host: name } }, { ...SETTINGS, isBeyondLoopback })?.code
  for (const name of ['192.168.1.5:7357', '[fe80::1]:7357', '10.0.0.1']) {
    expect([ask(name, true), ask(name, false)]).toEqual([undefined, 'host-rejected'])
  }
  expect(ask('192.168.1.5.evil.test', true)).toBe('host-rejected')
})

test('a request without a host is told what it lacks', () => {
  const rejection = rejectRequest({ headers: {} }, SETTINGS)
  expect(rejection).toMatchObject({ code: 'host-rejected', hint: expect.stringContaining('Host header') })
})

test('of what a stranger says, no more is repeated than fits', () => {
  const long = `${'x'.repeat(100_000)}.test`
  for (const headers of [{ host: long }, { host, origin: `https://${long}` }]) {
    const rejection = rejectRequest({ headers }, SETTINGS)
    expect(JSON.stringify(rejection).length).toBeLessThan(1000)
  }
})
