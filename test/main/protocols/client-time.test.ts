import { describe, expect, test } from 'vitest'
import { readClientTime } from '../../../main/protocols/client-time.ts'

describe('times of clients', () => {
  test.each([
    ['2026-11-21T02:30:17.393Z', Date.UTC(2026, 10, 21, 2, 30, 17, 393)],
    ['2026-11-21T02:30:17Z', Date.UTC(2026, 10, 21, 2, 30, 17)],
    ['2026-11-21T03:30:17.393+01:00', Date.UTC(2026, 10, 21, 2, 30, 17, 393)],
    ['2026-11-21T03:30:17.393999+0100', Date.UTC(2026, 10, 21, 2, 30, 17, 393)],
    ['Sat, 21 Nov 2026 02:30:17 GMT', Date.UTC(2026, 10, 21, 2, 30, 17)],
    ['21 Nov 2026 03:30:17 +0100', Date.UTC(2026, 10, 21, 2, 30, 17)],
    ['Sat, 21 Nov 26 02:30 GMT', Date.UTC(2026, 10, 21, 2, 30)],
  ])('%s', (text, time) => {
    expect(readClientTime(text)).toBe(time)
  })

  test.each(['2017-05-06T22:55:15.114568', '2017-05-06 22:55:15.114568'])('%s is one of this machine', (text) => {
    expect(readClientTime(text)).toBe(new Date(2017, 4, 6, 22, 55, 15, 114).getTime())
  })

  test.each(['', 'now', '5', '1511231231', '2026-13-41T99:00:00Z', 'Sat, 99 Nov 2026 02:30:17 GMT'])(
    '"%s" is none',
    (text) => {
      expect(readClientTime(text)).toBe(null)
    },
  )
})
