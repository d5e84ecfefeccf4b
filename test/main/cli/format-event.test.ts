import { describe, expect, test } from 'vitest'
import { formatEvent } from '../../../main/cli/format-event.ts'
import { choosePainter } from '../../../main/cli/terminal.ts'
import type { EventRow } from '../../../shared/event.ts'

const row: EventRow = {
  id: 7,
  instance: 'shop',
  stream: 's1',
  sequence: 1,
  type: 'query',
  time: new Date(2026, 0, 2, 3, 4, 5, 6).getTime(),
  received: 0,
  importance: 1,
  duration: 18,
  success: true,
  tags: ['db:mysql', 'slow'],
  calledFrom: null,
  parent: null,
  depth: 0,
  descendants: 0,
  summary: 'SELECT 1',
  target: 'mysql',
  query: null,
  protocol: 'web-debug',
  size: 10,
  pinned: false,
  note: null,
}

const plain = choosePainter(false)

describe('formatEvent', () => {
  test('shows time, level, type, duration, target, summary and tags on one line', () => {
    expect(formatEvent(row, plain)).toBe(
      '03:04:05.006  debug  query            18 ms  [mysql] SELECT 1  #db:mysql #slow\n',
    )
  })

  test('indents what is nested and marks what failed', () => {
    const nested = { ...row, depth: 2, success: false, target: null, tags: [], duration: null }
    expect(formatEvent(nested, plain)).toBe('03:04:05.006  debug  query                       ✗ SELECT 1\n')
  })

  test('lets no control character of a sender reach the terminal', () => {
    const hostile = { ...row, summary: 'a\u001b[2Jb\u0007', tags: ['\u009b31m'], target: '\u001b' }
    expect(formatEvent(hostile, plain)).not.toMatch(/[^\P{Cc}\n]/u)
  })

  test('colours by importance', () => {
    const painter = choosePainter(true)
    expect(formatEvent({ ...row, importance: 4 }, painter)).toContain('\u001b[33mwarn')
    expect(formatEvent({ ...row, importance: 5 }, painter)).toContain('\u001b[31merror')
  })
})
