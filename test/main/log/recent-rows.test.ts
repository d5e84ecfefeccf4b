import { expect, test } from 'vitest'
import { makeEventPacker, type NewEvent } from '../../../main/log/event-columns.ts'
import { readRows } from '../../../main/log/event-rows.ts'
import { EventWriter } from '../../../main/log/event-writer.ts'
import { RecentRows } from '../../../main/log/recent-rows.ts'
import { decodeMessage } from '../../../main/protocols/decode.ts'
import { DEFAULT_LIMITS, LimitError } from '../../../main/protocols/protocol.ts'
import { openMemoryLog } from '../../helpers/memory-log.ts'

const PINS = new Map([
  [2, 'look here'],
  [3, ''],
])

const SENT = [
  {
    type: 'query',
    importance: 3,
    time: 1_700_000_000_000,
    duration: 12.5,
    success: false,
    tags: ['db:mysql', 'a\u001fb', ''],
    calledFrom: { file: '/src/ä.php', line: 3 },
    payload: { target: 'mysql', query: 'SELECT 1 FROM t WHERE a = 2', syntax: 'sql' },
  },
  { type: 'log', payload: { message: 'plain äöü 💡' } },
  { type: 'log', payload: { message: 'a\u0000b \ud800 \r\n\t c' }, calledFrom: { file: '/src/a.php' } },
  { type: 'own', importance: 99, payload: { any: [1, 2] } },
  { no: 'event' },
]

/** The events as they are stored, numbered from `first` on. */
function makeEvents(first: number): NewEvent[] {
  const bytes = Buffer.from(JSON.stringify({ id: 's1', version: 1, events: SENT }))
  const source = { protocol: 'web-debug', app: 'shop', stream: 'default' }
  const message = decodeMessage(bytes, source, DEFAULT_LIMITS)
  if (message instanceof LimitError) throw message
  const events = message.streams.flatMap((stream) => stream.events)
  const place = { instance: 'shop', stream: 's1', protocol: 'web-debug', parent: null, depth: 0, descendants: 0 }
  return events.map((event, n) => ({ ...place, event, id: first + n, sequence: first + n, received: 5000 }))
}

const pack = (events: readonly NewEvent[]) => makeEventPacker().pack(events)
const idsOf = (events: readonly NewEvent[]) => events.map(({ id }) => id)

test('a row that is remembered is the row that would be read', async () => {
  const connection = await openMemoryLog()
  const events = makeEvents(1)
  await new EventWriter(connection).append(pack(events))
  const recent = new RecentRows()
  recent.add(pack(events))
  expect(events).toHaveLength(SENT.length)
  const read = await readRows(connection, idsOf(events), PINS)
  // A viewer gets both as JSON.
  expect(JSON.stringify(recent.find(idsOf(events), PINS)?.map(sortKeys))).toBe(JSON.stringify(read.map(sortKeys)))
})

test('only the newest rows are remembered, and a list with another one is not found', () => {
  const recent = new RecentRows()
  for (let first = 1; first < 1000; first += SENT.length) recent.add(pack(makeEvents(first)))
  const last = makeEvents(1001)
  recent.add(pack(last))
  expect(recent.find(idsOf(last), PINS)?.map(({ id }) => id)).toEqual(idsOf(last))
  expect(recent.find([1, ...idsOf(last)], PINS)).toBeNull()
  expect(recent.find([5000], PINS)).toBeNull()
})

test('a batch larger than what is remembered leaves its newest rows', () => {
  const recent = new RecentRows()
  recent.add(pack(makeEvents(1)))
  const large = Array.from({ length: 200 }, (_, n) => makeEvents(6 + n * SENT.length)).flat()
  recent.add(pack(large))
  expect(recent.find(idsOf(large.slice(-100)), PINS)).toHaveLength(100)
  expect(recent.find(idsOf(large), PINS)).toBeNull()
})

test('the newest rows of a log are remembered from the start, unless something happened meanwhile', async () => {
  const connection = await openMemoryLog()
  const events = makeEvents(1)
  await new EventWriter(connection).append(pack(events))
  const begun = new RecentRows()
  await begun.begin(connection, 5)
  expect(begun.find([1, 3, 5], PINS)).toEqual(await readRows(connection, [1, 3, 5], PINS))
  const cleared = new RecentRows()
  const beginning = cleared.begin(connection, 5)
  cleared.clear()
  await beginning
  expect(cleared.find([5], PINS)).toBeNull()
})

test('rows of a log are not remembered where an event is missing among them', async () => {
  const connection = await openMemoryLog()
  await new EventWriter(connection).append(pack([...makeEvents(1), ...makeEvents(10)]))
  const recent = new RecentRows()
  await recent.begin(connection, 14)
  expect(recent.find([14], PINS)).toBeNull()
})

test('nothing is remembered of events that went away', () => {
  const recent = new RecentRows()
  recent.add(pack(makeEvents(1)))
  recent.clear()
  expect(recent.find([1], PINS)).toBeNull()
})

function sortKeys(row: object): object {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
}
