import { canOpen, closeBelow, type JsonNode, type OpenNodes, openBelow, rootNode } from './json-nodes.ts'
import { ancestorsOf } from './json-path.ts'
import type { JsonList, JsonObject } from './json-value.ts'

/** What a tree shows of its value. */
export interface TreeState {
  readonly root: JsonNode
  readonly open: OpenNodes
  readonly active: JsonNode | null
  /** Characters shown of strings that were asked for more. */
  readonly shown: ReadonlyMap<JsonNode, number>
  /** Changes when the active line shall be brought into sight. */
  readonly reveals: number
}

/** Lines that stand open at first, level by level. */
const OPEN_AT_FIRST = 40
/** Lines that "all below" opens at most. */
const OPEN_AT_ONCE = 5000
/** Characters of a long string that one click on "more" adds. */
const MORE_CHARACTERS = 8000

export function startTree(value: JsonObject | JsonList): TreeState {
  const root = rootNode(value)
  return { root, open: openBelow(root, new Set(), OPEN_AT_FIRST), active: null, shown: new Map(), reveals: 0 }
}

/** Opens the node or closes it, with all below it if asked for. */
export function toggle(state: TreeState, node: JsonNode, all: boolean): TreeState {
  const { open } = state
  if (!canOpen(node)) return { ...state, active: node }
  if (all) {
    const next = open.has(node) ? closeBelow(node, open) : openBelow(node, open, OPEN_AT_ONCE)
    return { ...state, active: node, open: next }
  }
  const next = new Set(open)
  if (!next.delete(node)) next.add(node)
  return { ...state, active: node, open: next }
}

/** Opens the way to a node, and brings it into sight. */
export function reveal(state: TreeState, node: JsonNode): TreeState {
  const open = new Set([...state.open, ...ancestorsOf(node)])
  return { ...state, open, active: node, reveals: state.reveals + 1 }
}

/** Shows more of a long string. */
export function showMore(state: TreeState, node: JsonNode): TreeState {
  const shown = new Map(state.shown).set(node, (state.shown.get(node) ?? 0) + MORE_CHARACTERS)
  return { ...state, active: node, shown }
}
