import type { DuckDBConnection } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { KeyFilter } from '../../../main/log/key-filter.ts'
import { Sequences } from '../../../main/log/sequences.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

const place = (stream: string) => ({ instance: 'shop', stream })

async function next(sequences: Sequences, stream: string, connection: DuckDBConnection): Promise<number> {
  await sequences.load([place(stream)], connection)
  return sequences.take('shop', stream, 1)
}

test('a filter knows every key that was added, and hardly one that was not', () => {
  const filter = new KeyFilter(10_000)
  const keys = Array.from({ length: 20_000 }, (_, n) => `shop\u0000${n.toString(16)}-stream`)
  for (const key of keys.slice(0, 10_000)) filter.add(key)
  expect(filter.isFull).toBe(true)
  expect(keys.slice(0, 10_000).every((key) => filter.mayHave(key))).toBe(true)
  expect(keys.slice(10_000).filter((key) => filter.mayHave(key)).length).toBeLessThan(50)
})

test('streams of an earlier start go on, new ones begin at 1', async () => {
  const connection = await openMemoryLog()
  await storeEvents(connection, [
    { id: 1, ...place('old'), sequence: 1 },
    { id: 2, ...place('old'), sequence: 2 },
  ])
  const sequences = new Sequences(false)
  expect(await next(sequences, 'old', connection)).toBe(3)
  expect(await next(sequences, 'new', connection)).toBe(1)
  expect(await next(sequences, 'new', connection)).toBe(2)
})

test('a stream that fell out of memory is found in the log again', async () => {
  const connection = await openMemoryLog()
  const sequences = new Sequences(true)
  expect(await next(sequences, 'first', connection)).toBe(1)
  await storeEvents(connection, [{ id: 1, ...place('first'), sequence: 1 }])
  const others = Array.from({ length: 50_001 }, (_, n) => `other ${n}`)
  await sequences.load(others.map(place), connection)
  for (const stream of others) sequences.take('shop', stream, 1)
  sequences.trim()
  expect(await next(sequences, 'first', connection)).toBe(2)
})
