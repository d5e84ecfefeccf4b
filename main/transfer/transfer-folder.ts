import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Exports and imports each that one viewer may have open: more is a mistake, and each is a file. */
const MOST_OPEN = 8

/** The folder for files on their way in or out. It is emptied at each start and end: nothing in it is the only copy. */
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

/** Throws where as many of `keys` as may be open begin with `viewerKey`. */
export function checkOpenCount(keys: Iterable<string>, viewerKey: string): void {
  const open = [...keys].filter((key) => key.startsWith(viewerKey)).length
  if (open >= MOST_OPEN) throw new Error(`${MOST_OPEN} of them are open already: close one first`)
}

/** Deletes a file that may not be there. */
export function deleteFile(file: string): void {
  rmSync(file, { force: true })
}
