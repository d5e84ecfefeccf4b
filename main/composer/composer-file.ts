import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Type, { type Static } from 'typebox'
import type { SetAside } from '../code/projects.ts'
import { lazyShape } from '../lazy-shape.ts'
import { entryShape, environmentsShape } from './draft-shape.ts'

const storedShape = Type.Object({
  history: Type.Array(entryShape),
  environments: environmentsShape,
  environment: Type.Union([Type.Null(), Type.String()]),
})
const shape = lazyShape(storedShape)

export type Stored = Static<typeof storedShape>
export type StoredEntry = Static<typeof entryShape>

const NOTHING: Stored = { history: [], environments: [], environment: null }

/**
 * `composer.json` in the data folder: what was sent, and the environments. It holds secrets, so nobody but its owner may
 * read it, and no export has it.
 */
export class ComposerFile {
  private readonly file: string
  private stored: Stored
  /** A file that could not be read and was renamed, with the reason. */
  readonly setAside: SetAside | null

  constructor(dataDir: string) {
    this.file = join(dataDir, 'composer.json')
    const { stored, setAside } = read(this.file)
    this.stored = stored
    this.setAside = setAside
  }

  get content(): Stored {
    return this.stored
  }

  /** A new file takes the place of the old one as a whole, so that a crash leaves one or the other. */
  write(change: Partial<Stored>): void {
    const stored = { ...this.stored, ...change }
    const next = `${this.file}.new`
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 })
    writeFileSync(next, `${JSON.stringify(stored)}\n`, { mode: 0o600 })
    renameSync(next, this.file)
    this.stored = stored
  }
}

function read(file: string): { readonly stored: Stored; readonly setAside: SetAside | null } {
  if (!existsSync(file)) return { stored: NOTHING, setAside: null }
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (shape.is(value)) return { stored: value, setAside: null }
    const problem = shape.findError(value)
    throw new Error(`${problem?.instancePath ?? ''} ${problem?.message ?? 'is not valid'}`.trim())
  } catch (error) {
    const aside = file.replace(/\.json$/, '.damaged.json')
    renameSync(file, aside)
    return {
      stored: NOTHING,
      setAside: { file: aside, reason: error instanceof Error ? error.message : String(error) },
    }
  }
}
