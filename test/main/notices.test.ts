import { expect, test } from 'vitest'
import { Notices } from '../../main/notices.ts'

const warn = (message: string) => ({ severity: 'warning', code: 'host-rejected', message }) as const

test('what repeats is counted, and moves to the end', () => {
  const notices = new Notices(() => {})
  for (const message of ['a', 'b', 'a']) notices.add(warn(message))
  expect(notices.all.map(({ message, count }) => [message, count])).toEqual([
    ['b', 1],
    ['a', 2],
  ])
})

test('who makes many different warnings appear pushes out older warnings, but no error', () => {
  const notices = new Notices(() => {})
  notices.add({ severity: 'error', code: 'log-crashed', message: 'The event log stopped.' })
  for (let index = 0; index < 500; index++) notices.add(warn(`from host ${index}`))
  expect(notices.all).toHaveLength(50)
  expect(notices.all[0]?.code).toBe('log-crashed')
  expect(notices.all.at(-1)?.message).toBe('from host 499')
})
