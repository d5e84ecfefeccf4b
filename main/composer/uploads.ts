import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { LARGEST_UPLOAD } from '../../shared/composer.ts'
import { formatBytes } from '../../shared/format.ts'
import { deleteFile, type TransferFolder } from '../transfer/transfer-folder.ts'

/** Files that are held at once, and their bytes; the oldest make room. */
const MOST_UPLOADS = 32
const MOST_BYTES = 2 * LARGEST_UPLOAD

export interface Upload {
  readonly path: string
  readonly bytes: number
}

/** Files for bodies, as viewers sent them: no other file of this machine is ever read. They are gone at the end. */
export class Uploads {
  private readonly folder: TransferFolder
  private readonly files = new Map<string, Upload>()

  constructor(folder: TransferFolder) {
    this.folder = folder
  }

  /** Adds bytes to an upload, or begins one; its id comes back. */
  async write(upload: string | null, base64: string): Promise<string> {
    const id = upload ?? randomUUID()
    const known = upload === null ? { path: this.folder.newFile('upload'), bytes: 0 } : this.files.get(id)
    if (!known) throw new Error('The upload is gone: choose the file again.')
    const chunk = Buffer.from(base64, 'base64')
    const bytes = known.bytes + chunk.length
    if (bytes > LARGEST_UPLOAD) {
      this.drop(id)
      throw new Error(`A file may have ${formatBytes(LARGEST_UPLOAD)} at most.`)
    }
    this.files.set(id, { ...known, bytes })
    this.makeRoom(id)
    await appendFile(known.path, chunk, { mode: 0o600 })
    return id
  }

  find(upload: string | null): Upload | undefined {
    return upload === null ? undefined : this.files.get(upload)
  }

  private makeRoom(newest: string): void {
    let bytes = 0
    for (const one of this.files.values()) bytes += one.bytes
    for (const [id, one] of this.files) {
      if (this.files.size <= MOST_UPLOADS && bytes <= MOST_BYTES) return
      if (id === newest) continue
      bytes -= one.bytes
      this.drop(id)
    }
  }

  private drop(id: string): void {
    const file = this.files.get(id)
    if (file) deleteFile(file.path)
    this.files.delete(id)
  }
}
