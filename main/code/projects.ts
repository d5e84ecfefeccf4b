import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import type { EditorChoice, Project } from '../../shared/code.ts'
import { lazyShape } from '../lazy-shape.ts'

const NO_PROJECT: Project = { root: null, mappings: [] }

const storedShape = Type.Object({
  projects: Type.Record(
    Type.String(),
    Type.Object({
      root: Type.String(),
      mappings: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
    }),
  ),
  editor: Type.Union([Type.Null(), Type.Object({ id: Type.String(), command: Type.String() })]),
})
type Stored = Static<typeof storedShape>
const shape = lazyShape(storedShape)
const NOTHING: Stored = { projects: {}, editor: null }

export interface SetAside {
  readonly file: string
  readonly reason: string
}

/** What the user has said about code on this machine: `projects.json` in the data folder. */
export class Projects {
  private readonly file: string
  private readonly projects: Map<string, Stored['projects'][string]>
  private chosenEditor: EditorChoice | null

  /** A file that could not be read and was renamed, with the reason. */
  readonly setAside: SetAside | null

  constructor(dataDir: string) {
    this.file = join(dataDir, 'projects.json')
    const { stored, setAside } = readStored(this.file)
    const { projects, editor } = stored
    this.setAside = setAside
    this.projects = new Map(Object.entries(projects))
    this.chosenEditor = editor
  }

  of(instance: string): Project {
    return this.projects.get(instance) ?? NO_PROJECT
  }

  /** Those whose folder was named. */
  instances(): readonly string[] {
    return [...this.projects.keys()]
  }

  set(instance: string, { root, mappings }: Project): Project {
    if (root === null) this.projects.delete(instance)
    else this.projects.set(instance, { root, mappings: [...mappings] })
    this.write()
    return this.of(instance)
  }

  get editor(): EditorChoice | null {
    return this.chosenEditor
  }

  set editor(choice: EditorChoice | null) {
    this.chosenEditor = choice
    this.write()
  }

  /** A new file takes the place of the old one as a whole, so that a crash leaves one or the other. */
  private write(): void {
    const value: Stored = { projects: Object.fromEntries(this.projects), editor: this.chosenEditor }
    const next = `${this.file}.new`
    writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
    renameSync(next, this.file)
  }
}

function readStored(file: string): { readonly stored: Stored; readonly setAside: SetAside | null } {
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
