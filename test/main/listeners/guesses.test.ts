import { expect, test } from 'vitest'
import { Guesses } from '../../../main/listeners/guesses.ts'

const PEER = '192.0.2.7'

function guess(guesses: Guesses, peer: string | undefined, times: number): void {
  for (let time = 0; time < times; time++) guesses.addWrong(peer)
}

test('a machine that goes on offering wrong tokens is refused for a minute, and no other', () => {
  let now = 0
  const guesses = new Guesses(() => now)
  guess(guesses, PEER, 19)
  expect(guesses.isRefused(PEER)).toBe(false)
  now = 50_000
  guess(guesses, PEER, 1)
  expect(guesses.isRefused(PEER)).toBe(true)
  expect(guesses.isRefused('192.0.2.8')).toBe(false)
  now += 59_999
  expect(guesses.isRefused(PEER)).toBe(true)
  now += 1
  expect(guesses.isRefused(PEER)).toBe(false)
})

test('a wrong token now and then, and any of this machine, is no guessing', () => {
  let now = 0
  const guesses = new Guesses(() => now)
  for (let minute = 0; minute < 100; minute++) {
    guess(guesses, PEER, 10)
    now += 60_000
  }
  guess(guesses, '127.0.0.1', 1000)
  guess(guesses, '::1', 1000)
  expect([PEER, '127.0.0.1', '::1'].some((peer) => guesses.isRefused(peer))).toBe(false)
})
