import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project, RootSuggestion } from '../../shared/code.ts'
import { toProjectPath } from '../../shared/code.ts'
import { listCandidates } from './candidate-folders.ts'
import { isTooWide } from './root.ts'

/** Folders suggested. */
const MOST_SUGGESTIONS = 4
/** Files looked for before a folder counts as none of the app's. */
const PROBES = 8
/** A mapped path needs as many names in common: one alone, like `index.php`, is in every project. */
const SHORTEST_REST = 2

/** What the folder of a project has in it. */
const MARKERS = [
  '.git',
  'package.json',
  'composer.json',
  'go.mod',
  'pyproject.toml',
  'Cargo.toml',
  'Gemfile',
  'pom.xml',
]

/** Folders in which files exist that an instance has reported: best first, none that holds or is in a better one. */
export async function suggestRoots(
  files: readonly string[],
  project: Project,
  startFolder: string,
): Promise<readonly RootSuggestion[]> {
  const candidates = new Set(await listCandidates(files, startFolder))
  if (project.root !== null) candidates.add(project.root)
  const suggestions: (RootSuggestion & { readonly isMarked: boolean })[] = []
  for (const root of candidates) {
    if (isTooWide(root)) continue
    const suggestion = await tryRoot(root, files)
    if (suggestion) suggestions.push({ ...suggestion, isMarked: await hasMarker(root) })
  }
  suggestions.sort(
    (a, b) =>
      b.found - a.found ||
      a.mappings.length - b.mappings.length ||
      Number(b.isMarked) - Number(a.isMarked) ||
      b.root.length - a.root.length,
  )
  const best: RootSuggestion[] = []
  for (const { isMarked, ...suggestion } of suggestions) {
    if (best.some(({ root }) => isNested(root, suggestion.root))) continue
    best.push(suggestion)
    if (best.length === MOST_SUGGESTIONS) break
  }
  return best
}

/** A project whose root is there. */
type Rooted = Project & { readonly root: string }

/** How many of the files exist below a folder: as reported, or with one beginning of their paths mapped to it. */
async function tryRoot(root: string, files: readonly string[]): Promise<RootSuggestion | null> {
  const plain: Rooted = { root, mappings: [] }
  // One look into the folder rules out nearly all of thousands.
  const names = new Set(await readdir(root).catch(() => []))
  const probes = files.slice(0, PROBES)
  const isPlain =
    (await countFound(
      probes.filter((file) => names.has(partsOf(file, plain)[0] ?? '')),
      plain,
    )) > 0
  const from = isPlain ? null : await findPrefix(root, names, probes)
  if (!isPlain && from === null) return null
  const project: Rooted = from === null ? plain : { root, mappings: [{ from, to: '' }] }
  return { root, mappings: project.mappings, found: await countFound(files, project), looked: files.length }
}

/** The shortest beginning of a path that has to go for its file to exist below `root`, whose entries are `names`. */
async function findPrefix(root: string, names: ReadonlySet<string>, files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const parts = partsOf(file, { root: null, mappings: [] })
    for (let dropped = 1; parts.length - dropped >= SHORTEST_REST; dropped++) {
      if (!names.has(parts[dropped] ?? '') || !(await exists(join(root, ...parts.slice(dropped))))) continue
      const slash = /^[A-Za-z]:/.test(file) ? '' : '/'
      return slash + parts.slice(0, dropped).join('/')
    }
  }
  return null
}

function partsOf(file: string, project: Project): readonly string[] {
  return toProjectPath(file, project)?.split('/') ?? []
}

async function countFound(files: readonly string[], project: Rooted): Promise<number> {
  const found = await Promise.all(
    files.map((file) => {
      const path = toProjectPath(file, project)
      return path !== null && path !== '' && exists(join(project.root, path))
    }),
  )
  return found.filter(Boolean).length
}

async function hasMarker(root: string): Promise<boolean> {
  for (const name of MARKERS) if (await exists(join(root, name))) return true
  return false
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function isNested(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)
}
