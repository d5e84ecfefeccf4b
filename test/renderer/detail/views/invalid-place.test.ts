import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../../main/protocols/protocol.ts'
import { webDebug } from '../../../../main/protocols/web-debug.ts'
import { findProblem, positionOf } from '../../../../renderer/detail/views/invalid-place.ts'
import type { InvalidPayload } from '../../../../shared/events/invalid.ts'

/** The first invalid event that the collector makes of a message. */
function refuse(message: string): InvalidPayload {
  const source = { protocol: 'web-debug', app: 'shop', stream: 's' }
  const { streams } = webDebug.decode(Buffer.from(message), source, DEFAULT_LIMITS)
  const waiting = streams.flatMap(({ events }) => events)
  for (let event = waiting.shift(); event; event = waiting.shift()) {
    if (event.type === 'invalid') return JSON.parse(event.payload)
    waiting.push(...event.nested)
  }
  throw new Error('Nothing was refused')
}

function problemText(payload: InvalidPayload): string | null {
  const place = findProblem(payload)
  return place && payload.raw.slice(place.from, place.to)
}

describe('findProblem', () => {
  it.each([
    ['a character that may not stand there', '{\n  "type": "log",\n  }', '}'],
    ['a character beyond the basic ones', '{"a": 🫖}', '🫖'],
    ['a value of the wrong type', '{"type":"query","payload":{"target":["a"],"query":"x"}}', '["a"]'],
    [
      'a value of an event in an envelope',
      '{"id":"1","version":1,"events":[{"type":"a"},{"type":"b","payload":"c"}]}',
      '"c"',
    ],
    [
      'a value of a nested event',
      '{"id":"1","version":1,"events":[{"type":"a","payload":{},"nested":[{"type":"query","payload":{"target":"t","query":{}}}]}]}',
      '{}',
    ],
    ['a line of several', '{"type":"a","payload":{}}\n{"type":"b","payload":"c"}', '"c"'],
    ['what should have had the key that is missing', '{"type":"query","payload":{"target":"a"}}', '{"target":"a"}'],
  ])('points at %s', (_, message, text) => {
    expect(problemText(refuse(message))).toBe(text)
  })

  it('points behind a text that ends too early', () => {
    const payload = refuse('{"type":"log"')
    expect(findProblem(payload)).toEqual({ from: 13, to: 13 })
  })

  it('knows no place that was cut off', () => {
    const raw = 'x'.repeat(10)
    expect(findProblem({ reason: 'not JSON: unexpected "y" at line 3, column 7', path: '', raw, cut: 100 })).toBeNull()
    expect(
      findProblem({ reason: 'not JSON: the text ends too early, something is not closed', path: '', raw, cut: 5 }),
    ).toBeNull()
  })

  it('marks no more than the beginning of a long value', () => {
    const place = findProblem(refuse(`{"type":"query","payload":{"target":"a","long":"${'x'.repeat(5000)}"}}`))
    expect(place && place.to - place.from).toBe(200)
  })
})

it('positionOf counts lines and columns from 1', () => {
  expect(positionOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
  expect(positionOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
})
