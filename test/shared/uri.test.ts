import { expect, it } from 'vitest'
import { joinUri, maskUri, splitUri } from '../../shared/uri.ts'

it('hides the whole of a password with an @ in it', () => {
  const uri = 'postgres://ada:p@ss@db.test:5432/shop?sslmode=require'
  expect(splitUri(uri)).toMatchObject({ user: 'ada:p@ss', host: 'db.test:5432', path: '/shop' })
  expect(joinUri(splitUri(uri))).toBe(uri)
  expect(maskUri(uri, '***')).toBe('postgres://ada:***@db.test:5432/shop?sslmode=require')
})

it('takes no longer for a URI of nothing but signs', () => {
  const start = performance.now()
  for (const part of ['@', 'a@', ':@']) splitUri(`//${part.repeat(100_000)}`)
  expect(performance.now() - start).toBeLessThan(1000)
})
