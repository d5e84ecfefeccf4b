import { expect, test } from 'vitest'
import { boundNames } from '../../../main/protocols/bound-names.ts'
import { decodeMessage } from '../../../main/protocols/decode.ts'
import { DEFAULT_LIMITS, type Decoded, LimitError } from '../../../main/protocols/protocol.ts'

const LONG = 'x'.repeat(5000)

function decode(event: object, stream = 's'): Decoded {
  const source = { protocol: 'web-debug', app: 'shop', stream }
  const decoded = decodeMessage(Buffer.from(JSON.stringify(event)), source, DEFAULT_LIMITS)
  if (decoded instanceof LimitError) throw decoded
  return decoded
}

test('events whose names are names stay as they are', () => {
  const decoded = decode({ type: 'log', tags: ['a:b'], payload: { message: LONG } })
  expect(boundNames(decoded)).toBe(decoded)
})

test('names that are none are cut, also deep inside, and it is told', () => {
  const nested = [{ type: 'query', payload: { target: LONG, query: 'SELECT 1' }, calledFrom: { file: LONG, line: 3 } }]
  const [stream] = decode({ type: LONG, payload: {}, tags: ['kept', LONG], nested }).streams
  const [event] = stream?.events ?? []
  expect(event?.type).toBe(`${'x'.repeat(999)}…`)
  expect(event?.tags.map((tag) => tag.length)).toEqual([4, 1000])
  expect(JSON.parse(event?.metadata ?? '{}').deviations).toEqual([
    'type: 5000 characters, cut to 1000',
    'tags: 5006 characters, cut to 1006',
  ])
  const [child] = event?.nested ?? []
  expect(child?.target).toHaveLength(1000)
  expect(child?.calledFrom).toEqual({ file: `${'x'.repeat(3999)}…`, line: 3 })
  expect(child?.payload).toContain(LONG)
})

test('of very many tags the first ones are kept', () => {
  const tags = Array.from({ length: 10_000 }, (_, index) => `tag:${index}`)
  const [event] = decode({ type: 'log', payload: { message: 'm' }, tags }).streams[0]?.events ?? []
  expect(event?.tags.slice(0, 2)).toEqual(['tag:0', 'tag:1'])
  expect(event?.tags.join(' ').length).toBeLessThan(16_001)
})

test('long keys of series that begin the same stay different', () => {
  const { events } = decode({ type: 'metric', payload: {} }).streams[0] ?? { events: [] }
  const points = events.flatMap((event) =>
    ['a', 'b'].map((end) => ({ key: LONG + end, time: 1, value: 1, extra: null, event })),
  )
  const bound = boundNames({ streams: [{ stream: LONG, events: [], points }], accepted: 0, problems: [] })
  const keys = bound.streams[0]?.points?.map(({ key }) => key) ?? []
  expect(new Set(keys).size).toBe(2)
  expect(keys[0]?.length).toBeLessThan(1100)
  expect(bound.streams[0]?.stream).toHaveLength(1000)
})
