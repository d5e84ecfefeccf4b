import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import type { EditorChoice, Project } from '../../shared/code.ts'
import { KeptFile, type SetAside } from '../kept-file.ts'
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

/** What the user has said about code on this machine: `projects.json` in the data folder. */
export class Projects {
  private readonly file: KeptFile<Stored>
  private readonly projects: Map<string, Stored['projects'][string]>
  private chosenEditor: EditorChoice | null

  constructor(dataDir: string) {
    this.file = new KeptFile(join(dataDir, 'projects.json'), shape, NOTHING)
    const { projects, editor } = this.file.content
    this.projects = new Map(Object.entries(projects))
    this.chosenEditor = editor
  }

  get setAside(): SetAside | null {
    return this.file.setAside
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

  private write(): void {
    this.file.write({ projects: Object.fromEntries(this.projects), editor: this.chosenEditor })
  }
}
