import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blobValue, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clearEvents, dropCleared, undoClear } from '../../../main/log/clear.ts'
import { NOTHING_DROPPED } from '../../../main/log/dropped.ts'
import { compactSources, readSource } from '../../../main/log/mail-sources.ts'
import { migrate } from '../../../main/log/migrations.ts'
import { deleteOldest } from '../../../main/log/retention.ts'
import { openMemoryLog, storeEvents } from '../../helpers/memory-log.ts'
import { SmtpClient, smtpOf, startMailCollector } from '../../helpers/smtp.ts'
import { TestViewer } from '../../helpers/viewer.ts'

/** Mails with the ids `first` to `last`, each with its id as its source. */
async function storeMails(connection: DuckDBConnection, first: number, last: number): Promise<void> {
  for (let id = first; id <= last; id++) {
    await storeEvents(connection, [{ id, type: 'email' }])
    await storeSource(connection, id, Buffer.from(`source ${id}`))
  }
}

async function storeSource(connection: DuckDBConnection, id: number, bytes: Uint8Array): Promise<void> {
  await connection.run('INSERT INTO sources VALUES (?, ?)', [BigInt(id), blobValue(bytes)])
}

async function sourceIds(connection: DuckDBConnection): Promise<number[]> {
  const reader = await connection.runAndReadAll('SELECT id::DOUBLE FROM sources ORDER BY id')
  return reader.getRows().map(([id]) => Number(id))
}

async function textOf(connection: DuckDBConnection, id: number): Promise<string | null> {
  const source = await readSource(connection, id)
  return source && Buffer.from(source).toString()
}

describe('the sources of mails', () => {
  test('go with their events when retention takes those, and stay with pinned ones', async () => {
    const connection = await openMemoryLog()
    await storeMails(connection, 1, 6)
    await connection.run('INSERT INTO pins VALUES (2)')
    expect(await deleteOldest(connection, 3)).toEqual({ events: 3, sourceBytes: 3 * 'source 1'.length })
    expect(await sourceIds(connection)).toEqual([2, 5, 6])
  })

  test('cannot be read while their events are cleared, and come back with them', async () => {
    const connection = await openMemoryLog()
    await storeMails(connection, 1, 3)
    await connection.run('INSERT INTO pins VALUES (2)')
    await clearEvents(connection, 3, NOTHING_DROPPED)
    await storeMails(connection, 4, 4)
    expect(await Promise.all([1, 2, 3, 4].map((id) => textOf(connection, id)))).toEqual([
      null,
      'source 2',
      null,
      'source 4',
    ])
    await undoClear(connection, { id: 3, dropped: NOTHING_DROPPED }, NOTHING_DROPPED)
    expect(await textOf(connection, 1)).toBe('source 1')
    expect(await sourceIds(connection)).toEqual([1, 2, 3, 4])
  })

  test('that were cleared outlive retention of newer ones, since they may come back', async () => {
    const connection = await openMemoryLog()
    await storeMails(connection, 1, 2)
    await clearEvents(connection, 2, NOTHING_DROPPED)
    await storeMails(connection, 3, 4)
    await deleteOldest(connection, 1)
    expect(await sourceIds(connection)).toEqual([1, 2, 4])
  })

  test('go for good when what was cleared cannot come back: after the time to undo, or the next clear', async () => {
    const connection = await openMemoryLog()
    await storeMails(connection, 1, 2)
    await clearEvents(connection, 2, NOTHING_DROPPED)
    await storeMails(connection, 3, 4)
    await clearEvents(connection, 4, NOTHING_DROPPED)
    expect(await sourceIds(connection)).toEqual([3, 4])
    await dropCleared(connection)
    expect(await sourceIds(connection)).toEqual([])
  })

  test('give their room on disk back', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tattler-sources-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    const instance = await DuckDBInstance.create(join(dir, 'events.duckdb'))
    const connection = await instance.connect()
    await migrate(connection, 0)
    for (let id = 1; id <= 20; id++) await storeSource(connection, id, Buffer.alloc(1_000_000, id))
    await storeEvents(connection, [{ id: 20, type: 'email' }])
    await connection.run('CHECKPOINT')
    const full = await usedBytes(connection)
    await dropCleared(connection)
    await connection.run('CHECKPOINT')
    expect(await usedBytes(connection)).toBeLessThan(full / 4)
    expect((await readSource(connection, 20))?.length).toBe(1_000_000)
    await compactSources(connection)
    expect(await sourceIds(connection)).toEqual([20])
    instance.closeSync()
  })

  test('are on disk once the mail was acknowledged, and survive a restart', async () => {
    const collector = await startMailCollector()
    const client = await SmtpClient.connect(smtpOf(collector))
    await client.sendMail(Buffer.from('Subject: kept\r\n\r\nHello\r\n'))
    await collector.close()
    const again = await startMailCollector({ dataDir: collector.dataDir })
    const viewer = await TestViewer.connect(again)
    const source = await viewer.request('mail/source', 1)
    expect(Buffer.from(source?.base64 ?? '', 'base64').toString()).toBe('Subject: kept\r\n\r\nHello\r\n')
    await viewer.request('log/clear', undefined)
    expect(await viewer.request('mail/source', 1)).toBeNull()
    await viewer.request('log/undo-clear', undefined)
    expect(await viewer.request('mail/source', 1)).toEqual(source)
  })
})

async function usedBytes(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT (block_size * used_blocks)::DOUBLE FROM pragma_database_size()')
  return Number(reader.getRows()[0]?.[0])
}
