import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LazyShape } from './lazy-shape.ts'

/** A file that could not be read and was renamed. */
export interface SetAside {
  readonly file: string
  readonly reason: string
}

/** A value in a JSON file of the data folder, which nobody but its owner may read. */
export class KeptFile<T> {
  /** Null unless what was there could not be read; then `nothing` is in its place. */
  readonly setAside: SetAside | null
  private readonly file: string
  private value: T

  constructor(file: string, shape: LazyShape<T>, nothing: T) {
    this.file = file
    const read = readKept(file, shape, nothing)
    this.value = read.value
    this.setAside = read.setAside
  }

  get content(): T {
    return this.value
  }

  /** A new file takes the place of the old one as a whole, so that a crash leaves one or the other. */
  write(value: T): void {
    const next = `${this.file}.new`
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 })
    writeFileSync(next, `${JSON.stringify(value)}\n`, { mode: 0o600 })
    renameSync(next, this.file)
    this.value = value
  }
}

function readKept<T>(file: string, shape: LazyShape<T>, nothing: T): { value: T; setAside: SetAside | null } {
  if (!existsSync(file)) return { value: nothing, setAside: null }
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (shape.is(value)) return { value, setAside: null }
    const problem = shape.findError(value)
    throw new Error(`${problem?.instancePath ?? ''} ${problem?.message ?? 'is not valid'}`.trim())
  } catch (error) {
    const aside = file.replace(/\.json$/, '.damaged.json')
    renameSync(file, aside)
    return { value: nothing, setAside: { file: aside, reason: error instanceof Error ? error.message : String(error) } }
  }
}
