import { describe, expect, test } from 'vitest'
import { locateProfile } from '../../../main/http-exchange/fetch-profile.ts'

const locate = (api: string, more: { id?: string; url?: string; alias?: string } = {}) => {
  const { id = 'ef95', url = 'http://localhost:8000/shop?x=1', alias = null } = more
  const place = locateProfile({ id, api, url, alias, headers: [], verifiesTls: true })
  return 'problem' in place ? place.problem : [place.url.href, place.isForeign]
}

describe('the address of a profile', () => {
  test.each([
    ['/_profile/?id=', 'http://localhost:8000/_profile/?id=ef95'],
    ['/_profile/', 'http://localhost:8000/_profile/ef95'],
    ['_profile/', 'http://localhost:8000/_profile/ef95'],
    ['', 'http://localhost:8000/ef95'],
    ['//other.example/', 'http://localhost:8000//other.example/ef95'],
    ['@other.example/', 'http://localhost:8000/@other.example/ef95'],
    [':80@other.example/', 'http://localhost:8000/:80@other.example/ef95'],
    ['javascript:alert(1)//', 'http://localhost:8000/javascript:alert(1)//ef95'],
    ['\\\\other.example\\', 'http://localhost:8000/\\\\other.example\\ef95'.replaceAll('\\', '/')],
  ])('that is relative (%s) is on the origin of the request', (api, expected) => {
    expect(locate(api)).toEqual([expected, false])
  })

  test.each([
    ['http://localhost:8000/p?', false],
    ['HTTP://LOCALHOST:8000/p?', false],
    ['http://127.0.0.1:8000/p?', false],
    ['http://[::1]:8000/p?', false],
    ['http://localhost:9000/p?', true],
    ['https://localhost/p?', true],
    ['http://localhost.other.example:8000/p?', true],
    ['http://localhost.other.example:8000/p?', true],
  ])('that is absolute (%s) may be of another host: %s', (api, isForeign) => {
    expect(locate(api)).toEqual([expect.any(String), isForeign])
  })

  test('that is put together with a hostile id stays where the API is', () => {
    expect(locate('/p?id=', { id: '../../@other.example/' })).toEqual([
      'http://localhost:8000/p?id=../../@other.example/',
      false,
    ])
    // The id alone would name the host.
    expect(locate('http://', { id: 'other.example/x' })).toEqual(['http://other.example/x', true])
  })

  test('at the proxy means the app behind it', () => {
    const place = locate('http://127.0.0.1:4321/p?id=', { alias: 'http://localhost:4321' })
    expect(place).toEqual(['http://localhost:8000/p?id=ef95', false])
  })

  test('that cannot be read is a problem', () => {
    expect(locate('http://[')).toBe('the address of the profile, http://[ef95, cannot be read')
  })
})
