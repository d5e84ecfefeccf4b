import type { DuckDBConnection } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { clearEvents, undoClear } from '../../../main/log/clear.ts'
import { NOTHING_DROPPED } from '../../../main/log/dropped.ts'
import { PinBoard } from '../../../main/log/pins.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'

async function openBoard(): Promise<{ connection: DuckDBConnection; board: PinBoard }> {
  const connection = await openMemoryLog()
  await storeEvents(connection, [{ id: 1 }, { id: 2 }])
  return { connection, board: await PinBoard.open(connection) }
}

async function stored(connection: DuckDBConnection): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(
    'SELECT p.id::DOUBLE, n.text FROM pins p FULL JOIN notes n ON n.id = p.id ORDER BY 1',
  )
  return reader.getRows()
}

describe('a pin', () => {
  test('is kept with its note until it is taken off', async () => {
    const { connection, board } = await openBoard()
    await board.set(2, 'Look here')
    expect([...board.pins]).toEqual([[2, 'Look here']])
    expect(await stored(connection)).toEqual([[2, 'Look here']])
    await board.set(2, null)
    expect([...board.pins]).toEqual([])
    expect(await stored(connection)).toEqual([])
  })

  test('of an event that is not there is refused, and leaves nothing behind', async () => {
    const { connection, board } = await openBoard()
    await expect(board.set(3, 'Nowhere')).rejects.toThrow('There is no event 3 to pin.')
    expect([...board.pins]).toEqual([])
    expect(await stored(connection)).toEqual([])
  })

  test('of a cleared event is refused until that is back', async () => {
    const { connection, board } = await openBoard()
    await clearEvents(connection, 2, NOTHING_DROPPED)
    await expect(board.set(1, '')).rejects.toThrow('There is no event 1')
    await undoClear(connection, { id: 2, dropped: NOTHING_DROPPED }, NOTHING_DROPPED)
    await board.set(1, '')
    expect(await stored(connection)).toEqual([[1, null]])
  })
})
