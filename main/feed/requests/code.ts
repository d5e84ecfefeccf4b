import Type from 'typebox'
import { readExcerpt } from '../../code/excerpt.ts'
import { confirmEditor, listEditors, openInEditor } from '../../code/open-editor.ts'
import { checkProject } from '../../code/root.ts'
import { suggestRoots } from '../../code/suggest-roots.ts'
import { type RequestHandlers, reader, readNothing } from './request.ts'

const instance = Type.String()
const path = Type.String({ maxLength: 4096 })
const line = Type.Integer({ minimum: 0, maximum: 2 ** 31 })
const around = Type.Integer({ minimum: 0, maximum: 2000 })

/** The source code of the apps: shown, and opened in the user's editor. */
export const codeRequests: RequestHandlers<
  | 'code/project'
  | 'code/projects'
  | 'code/suggest-roots'
  | 'code/set-root'
  | 'code/excerpt'
  | 'code/editors'
  | 'code/set-editor'
  | 'code/open'
> = {
  'code/project': {
    read: reader('code/project', Type.Object({ instance })),
    answer: async (of, { services }) => services.projects.of(of.instance),
  },
  'code/projects': {
    read: readNothing,
    answer: async (_, { services: { log, projects } }) => {
      const seen = await log.streams({ search: '', limit: 1 })
      const apps = new Set([...seen.map(({ id }) => id), ...projects.instances()])
      return [...apps].sort().map((instance) => ({ instance, ...projects.of(instance) }))
    },
  },
  'code/suggest-roots': {
    read: reader('code/suggest-roots', Type.Object({ instance })),
    answer: async (of, { services }) => {
      const files = await services.log.codeFiles(of.instance)
      return suggestRoots(files, services.projects.of(of.instance), process.cwd())
    },
  },
  'code/set-root': {
    read: reader(
      'code/set-root',
      Type.Object({
        instance,
        root: Type.Union([path, Type.Null()]),
        mappings: Type.Array(Type.Object({ from: path, to: path }), { maxItems: 100 }),
      }),
    ),
    answer: async (project, { services }) => services.projects.set(project.instance, await checkProject(project)),
  },
  'code/excerpt': {
    read: reader(
      'code/excerpt',
      Type.Object({ instance, file: Type.String(), line: Type.Integer(), before: around, after: around }),
    ),
    answer: ({ instance: app, file, ...range }, { services }) => readExcerpt(file, range, services.projects.of(app)),
  },
  'code/editors': {
    read: readNothing,
    answer: async (_, { services }) => listEditors(services.projects.editor, services.confirmCommand !== undefined),
  },
  'code/set-editor': {
    read: reader('code/set-editor', Type.Object({ id: Type.String(), command: path })),
    answer: async (choice, { services }) => {
      const { projects, confirmCommand } = services
      projects.editor = await confirmEditor(choice, projects.editor, confirmCommand)
      return listEditors(projects.editor, confirmCommand !== undefined)
    },
  },
  'code/open': {
    read: reader(
      'code/open',
      Type.Object({
        instance,
        location: Type.Object({
          file: Type.String(),
          line: Type.Optional(line),
          positionStart: Type.Optional(Type.Integer()),
          positionEnd: Type.Optional(Type.Integer()),
        }),
      }),
    ),
    answer: async (at, { services }) => {
      await openInEditor(at.location, services.projects.of(at.instance), services.projects.editor)
      return null
    },
  },
}
