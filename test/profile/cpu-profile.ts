import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../../main/prepare.mjs'

/** A `.cpuprofile` as V8 writes it; times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      /** From 0. */
      readonly lineNumber: number
      readonly columnNumber: number
    }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** A function in the source, like `main/log/ingest.ts`; native and V8's own ones have no file. */
export interface Frame {
  readonly name: string
  readonly file: string
  /** From 1; 0 where there is no file. */
  readonly line: number
}

/** A tree of calls: what was computed in a function and below it. */
export interface CallTree {
  readonly frame: Frame
  /** ms in the function itself. */
  self: number
  /** ms in it and all that it calls. */
  total: number
  readonly calls: CallTree[]
}

const ROOT_FRAME: Frame = { name: 'all', file: '', line: 0 }
/** Samples of a thread that waits. */
const WAITING = new Set(['(idle)', '(root)'])

/** Reads a profile of built code back into the functions of its source. */
export function readCallTree(profile: CpuProfile): CallTree {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  const sources = new Sources()
  const root: CallTree = { frame: ROOT_FRAME, self: 0, total: 0, calls: [] }
  const trees = new Map<number, CallTree>()
  const treeOf = (id: number): CallTree => {
    const known = trees.get(id)
    if (known) return known
    const node = nodes.get(id)
    const parent = parents.get(id)
    const made = !node || parent === undefined ? root : callIn(treeOf(parent), sources.find(node.callFrame))
    trees.set(id, made)
    return made
  }
  for (const [index, id] of profile.samples.entries()) {
    if (WAITING.has(nodes.get(id)?.callFrame.functionName ?? '')) continue
    treeOf(id).self += Math.max(0, profile.timeDeltas[index] ?? 0) / 1000
  }
  addUp(root)
  return root
}

function callIn(caller: CallTree, frame: Frame): CallTree {
  const known = caller.calls.find(
    ({ frame: { name, file, line } }) => name === frame.name && file === frame.file && line === frame.line,
  )
  if (known) return known
  const made: CallTree = { frame, self: 0, total: 0, calls: [] }
  caller.calls.push(made)
  return made
}

function addUp(tree: CallTree): number {
  tree.total = tree.calls.reduce((sum, call) => sum + addUp(call), tree.self)
  return tree.total
}

/** Finds functions of built files in the source, by the source maps beside them. */
class Sources {
  private readonly maps = new Map<string, SourceMap | null>()

  find({ functionName, url, lineNumber, columnNumber }: CpuProfile['nodes'][number]['callFrame']): Frame {
    const file = builtFile(url)
    const map = file === null ? null : this.read(file)
    const entry = map?.findEntry(lineNumber, columnNumber)
    const name = functionName || '(anonymous)'
    if (file !== null && entry && 'originalSource' in entry && entry.originalSource) {
      const source = resolve(file, '..', entry.originalSource)
      return { name, file: shorten(relative(ROOT, source)), line: entry.originalLine + 1 }
    }
    return {
      name,
      file: url.startsWith('file:') ? shorten(relative(ROOT, fileURLToPath(url))) : url,
      line: url ? lineNumber + 1 : 0,
    }
  }

  private read(file: string): SourceMap | null {
    let map = this.maps.get(file)
    if (map === undefined) {
      try {
        map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
      } catch {
        map = null
      }
      this.maps.set(file, map)
    }
    return map
  }
}

/** The file in dist/ that a collector runs, or has served to a page. */
function builtFile(url: string): string | null {
  if (url.startsWith('file:')) return fileURLToPath(url)
  const [, asset] = /^https?:\/\/[^/]+\/(assets\/[\w.-]+\.js)/.exec(url) ?? []
  return asset === undefined ? null : resolve(ROOT, 'dist/renderer', asset)
}

/** `node_modules/ws/lib/sender.js` as `ws/lib/sender.js`. */
function shorten(file: string): string {
  return file.replaceAll('\\', '/').replace(/^.*node_modules\//, '')
}
