import { describe, expect, it } from 'vitest'
import { describeTime, hintOf } from '../../../renderer/ui/json-hints.ts'

const TIME = Date.UTC(2026, 10, 21, 14, 12, 20)

describe('hintOf', () => {
  it.each([
    ['2026-11-21T14:12:20Z', TIME],
    ['2026-11-21T14:12:20.5Z', TIME + 500],
    ['2026-11-21T15:12:20+01:00', TIME],
    ['2026-11-21 15:12:20+0100', TIME],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
  ])('reads %s as a time', (text, time) => {
    expect(hintOf('x', text)).toMatchObject({ kind: 'time', time })
  })

  it.each([
    ['created_at', TIME / 1000],
    ['created_at', TIME],
    ['expiresAt', TIME],
    ['iat', TIME / 1000],
    ['timestamp', TIME],
    ['lastSeen', TIME],
  ])('is sure of a number named %s', (key, value) => {
    expect(hintOf(key, value)).toEqual({ kind: 'time', time: TIME, isSure: true })
  })

  it.each([
    ['id', TIME],
    ['format', TIME / 1000],
    [0, TIME],
  ])('is not sure of a number named %s', (key, value) => {
    expect(hintOf(key, value)).toMatchObject({ kind: 'time', isSure: false })
  })

  it.each([
    ['time', 12],
    ['time', 58.5],
    ['time', 99_999_999_999_999],
    ['version', '2026-13-45'],
    ['version', '2026.11.21'],
    ['note', 'see https://example.com'],
    ['link', 'https://'],
    ['link', 'javascript:alert(1)'],
    ['link', 'ftp://example.com'],
    ['ticket', '#123'],
    ['word', 'rgb(red)'],
    ['ok', true],
    ['none', null],
  ])('is none for %s: %s', (key, value) => {
    expect(hintOf(key, value)).toBeNull()
  })

  it.each(['https://example.com/a?b=c#d', 'http://localhost:8080/'])('knows %s as a link', (address) => {
    expect(hintOf('x', address)).toEqual({ kind: 'link', address })
  })

  it.each(['#3556d4', '#3556d4ff', '#abc', '#1a2', 'rgb(1, 2, 3)', 'hsl(120deg 50% 50%)'])(
    'knows %s as a colour',
    (color) => {
      expect(hintOf('x', color)).toEqual({ kind: 'color', color })
    },
  )
})

describe('describeTime', () => {
  it.each([
    [TIME, 'now'],
    [TIME + 90_000, '1 minute ago'],
    [TIME - 3 * 86_400_000, 'in 3 days'],
  ])('tells how far it is', (now, distance) => {
    expect(describeTime(TIME, now)).toContain(`(${distance})`)
  })
})
