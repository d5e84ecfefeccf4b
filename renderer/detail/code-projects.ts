import { useEffect, useState } from 'react'
import { create } from 'zustand'
import type { AppProject, EditorChoice, Editors, Project } from '../../shared/code.ts'
import type { Backend } from '../backend.ts'
import { showFailure } from '../ui/failures.ts'
import { useDetail } from './detail-context.ts'

interface CodeProjects {
  /** By instance, as far as they were asked for. */
  readonly projects: Readonly<Record<string, Project>>
  readonly editors: Editors | null
  /** Whether the code an event comes from is shown with it; follows what the user last did. */
  readonly showsCaller: boolean
}

/** What the viewer knows of code and editors; the collector keeps it. */
export const useCodeProjects = create<CodeProjects>(() => ({ projects: {}, editors: null, showsCaller: true }))

const asked = new Set<string>()

/** Where the code of an instance is; null while that is not known. */
export function useProject(instance: string): Project | null {
  const { backend } = useDetail()
  const project = useCodeProjects(({ projects }) => (Object.hasOwn(projects, instance) ? projects[instance] : null))
  useEffect(() => {
    askOnce(`project ${instance}`, async () =>
      keepProject(instance, await backend.request('code/project', { instance })),
    )
  }, [backend, instance])
  return project ?? null
}

/** The projects of all apps, by name; null while they are not known. */
export function useProjects(backend: Backend): readonly AppProject[] | null {
  const [apps, setApps] = useState<readonly string[] | null>(null)
  const projects = useCodeProjects((state) => state.projects)
  useEffect(() => {
    const keep = (list: readonly AppProject[]) => {
      for (const { instance, root, mappings } of list) keepProject(instance, { root, mappings })
      setApps(list.map(({ instance }) => instance))
    }
    backend.request('code/projects', undefined).then(keep, showFailure)
  }, [backend])
  return apps?.flatMap((instance) => (projects[instance] ? [{ instance, ...projects[instance] }] : [])) ?? null
}

/** Editors of this machine; null while they are not known. */
export function useEditors(backend: Backend): Editors | null {
  useEffect(() => {
    askOnce('editors', async () =>
      useCodeProjects.setState({ editors: await backend.request('code/editors', undefined) }),
    )
  }, [backend])
  return useCodeProjects(({ editors }) => editors)
}

export async function setProject(backend: Backend, instance: string, project: Project): Promise<void> {
  keepProject(
    instance,
    await backend.request('code/set-root', { instance, root: project.root, mappings: project.mappings }),
  )
}

export async function setEditor(backend: Backend, choice: EditorChoice): Promise<void> {
  useCodeProjects.setState({ editors: await backend.request('code/set-editor', choice) })
}

/** What could not be had is asked for again by the next who needs it. */
function askOnce(question: string, ask: () => Promise<void>): void {
  if (asked.has(question)) return
  asked.add(question)
  ask().catch(() => asked.delete(question))
}

function keepProject(instance: string, project: Project): void {
  useCodeProjects.setState(({ projects }) => ({ projects: { ...projects, [instance]: project } }))
}
