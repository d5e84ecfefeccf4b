import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The folder for files on their way in or out. It is emptied at each start: nothing in it is the only copy. */
export class TransferFolder {
  private readonly path: string

  constructor(dataDir: string) {
    this.path = join(dataDir, 'transfer')
    this.empty()
  }

  /** A file that does not exist yet, under a name that nobody can guess. */
  newFile(extension: string): string {
    mkdirSync(this.path, { recursive: true, mode: 0o700 })
    return join(this.path, `${randomUUID()}.${extension}`)
  }

  empty(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Deletes a file that may not be there. */
export function deleteFile(file: string): void {
  rmSync(file, { force: true })
}
