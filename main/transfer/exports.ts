import { open, stat } from 'node:fs/promises'
import { type ExportedFile, type ExportSelection, TRANSFER_CHUNK } from '../../shared/transfer.ts'
import type { AsyncLogApi } from '../log/api.ts'
import { checkOpenCount, deleteFile, type TransferFolder } from './transfer-folder.ts'

const EXTENSIONS = { ndjson: 'ndjson', csv: 'csv', parquet: 'parquet', 'web-debug': 'json' } as const

/** The exports of all viewers, each written into a file that its viewer reads and closes. */
export class Exports {
  private readonly log: AsyncLogApi
  private readonly folder: TransferFolder
  private readonly files = new Map<string, string>()

  constructor(log: AsyncLogApi, folder: TransferFolder) {
    this.log = log
    this.folder = folder
  }

  async begin(viewer: number, number: number, selection: ExportSelection): Promise<ExportedFile> {
    const key = keyOf(viewer, number)
    if (this.files.has(key)) throw new Error(`export ${number} is open already`)
    checkOpenCount(this.files.keys(), keyOf(viewer, ''))
    const extension = EXTENSIONS[selection.format]
    const file = this.folder.newFile(extension)
    this.files.set(key, file)
    try {
      const events = await this.log.exportFile(file, file, selection)
      // Closed meanwhile: nobody will read it.
      if (this.files.get(key) !== file) throw new Error('the export was cancelled')
      return { name: `${nameOf(selection)}.${extension}`, bytes: (await stat(file)).size, events }
    } catch (error) {
      if (this.files.get(key) === file) this.files.delete(key)
      deleteFile(file)
      throw error
    }
  }

  async read(viewer: number, number: number, offset: number): Promise<{ base64: string }> {
    const file = this.files.get(keyOf(viewer, number))
    if (!file) throw new Error(`there is no export ${number}`)
    const handle = await open(file)
    try {
      const chunk = Buffer.alloc(TRANSFER_CHUNK)
      const { bytesRead } = await handle.read(chunk, 0, TRANSFER_CHUNK, offset)
      return { base64: chunk.toString('base64', 0, bytesRead) }
    } finally {
      await handle.close()
    }
  }

  close(viewer: number, number: number): Promise<void> {
    return this.drop(keyOf(viewer, number))
  }

  /** The viewer is gone. */
  closeAll(viewer: number): void {
    for (const key of this.files.keys()) {
      if (key.startsWith(keyOf(viewer, ''))) this.drop(key).catch(() => undefined)
    }
  }

  private async drop(key: string): Promise<void> {
    const file = this.files.get(key)
    if (file === undefined) return
    this.files.delete(key)
    await this.log.cancelJob(file)
    deleteFile(file)
  }
}

function keyOf(viewer: number, number: number | ''): string {
  return `export ${viewer} ${number}`
}

/** Like `tattler-2026-11-21-0930`. */
function nameOf({ format }: ExportSelection): string {
  const minute = new Date().toISOString().slice(0, 16).replace('T', '-').replace(':', '')
  return format === 'web-debug' ? `tattler-stream-${minute}` : `tattler-${minute}`
}
