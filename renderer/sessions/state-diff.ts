import { isContainer, isList, keysOf } from '../ui/json-nodes.ts'
import { writeJson } from '../ui/json-text.ts'
import type { JsonList, JsonObject, JsonValue } from '../ui/json-value.ts'

/** What became of a value from one state to the next; null for nothing. */
export type Change = 'added' | 'changed' | 'removed' | null

/** A value of a state, with what it was before. */
export interface StateNode {
  /** Property name, or index in a list. */
  readonly key: string | number
  /** Keys from the root to this one, as one text: tells it from every other. */
  readonly path: string
  readonly change: Change
  /** Undefined where there was none. */
  readonly before: JsonValue | undefined
  /** Undefined where it is gone. */
  readonly after: JsonValue | undefined
  /** Those of an object or a list, what is gone among them; empty for anything else. */
  readonly children: readonly StateNode[]
  /** How many values changed in it, itself included. */
  readonly touched: number
}

/** How many values were added, changed and removed. */
export interface ChangeCounts {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/**
 * A state beside the one before it, key by key in the order of the new one, with keys that are gone at the end. Lists are
 * compared index by index. Without an earlier state nothing counts as changed.
 */
export function compareStates(before: JsonObject | null, after: JsonObject): readonly StateNode[] {
  return compareChildren(before ?? after, after, '')
}

function compareChildren(
  before: JsonObject | JsonList | undefined,
  after: JsonObject | JsonList | undefined,
  path: string,
): readonly StateNode[] {
  const keys = [...namesOf(after)]
  for (const key of namesOf(before)) if (!has(after, key)) keys.push(key)
  return keys.map((key) => compareValue(key, valueAt(before, key), valueAt(after, key), path))
}

function compareValue(
  key: string | number,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  parent: string,
): StateNode {
  const path = `${parent}/${key}`
  const [inBefore, inAfter] = [before, after].map((value) =>
    value !== undefined && isContainer(value) ? value : undefined,
  )
  const isSameKind = inBefore !== undefined && inAfter !== undefined && isList(inBefore) === isList(inAfter)
  const change = isSameKind ? null : findChange(before, after)
  // What is inside of an added or removed value needs no marks of its own.
  const [from, to] = isSameKind ? [inBefore, inAfter] : [inAfter ?? inBefore, inAfter ?? inBefore]
  const children = to === undefined ? [] : compareChildren(from, to, path)
  const touched = change === null ? children.reduce((sum, child) => sum + child.touched, 0) : 1
  return { key, path, change, before, after, children, touched }
}

function findChange(before: JsonValue | undefined, after: JsonValue | undefined): Change {
  if (before === undefined) return after === undefined ? null : 'added'
  if (after === undefined) return 'removed'
  return writeJson(before) === writeJson(after) ? null : 'changed'
}

function namesOf(value: JsonObject | JsonList | undefined): readonly (string | number)[] {
  if (value === undefined) return []
  return isList(value) ? [...value.keys()] : keysOf(value)
}

function has(value: JsonObject | JsonList | undefined, key: string | number): boolean {
  return value !== undefined && Object.hasOwn(value, key)
}

function valueAt(value: JsonObject | JsonList | undefined, key: string | number): JsonValue | undefined {
  if (value === undefined || !Object.hasOwn(value, key)) return undefined
  return isList(value) ? value[Number(key)] : value[String(key)]
}

/** A value that is new as a whole counts once, however much is in it. */
export function countChanges(nodes: readonly StateNode[]): ChangeCounts {
  const counts = { added: 0, changed: 0, removed: 0 }
  const visit = (node: StateNode) => {
    if (node.change !== null) counts[node.change]++
    else if (node.touched > 0) node.children.forEach(visit)
  }
  nodes.forEach(visit)
  return counts
}

/** A line of the tree as it is drawn. */
export interface StateLine {
  readonly node: StateNode
  readonly depth: number
}

/** The lines of the nodes that are open; only those that changed, or hold what did, where `isOnlyTouched`. */
export function listLines(
  nodes: readonly StateNode[],
  isOpen: (node: StateNode) => boolean,
  isOnlyTouched: boolean,
): readonly StateLine[] {
  const lines: StateLine[] = []
  const visit = (node: StateNode, depth: number) => {
    if (isOnlyTouched && node.touched === 0) return
    lines.push({ node, depth })
    if (!isOpen(node)) return
    for (const child of node.children) {
      // What is inside of a value that is new as a whole is part of what is new.
      if (node.change === null) visit(child, depth + 1)
      else visitAll(child, depth + 1)
    }
  }
  const visitAll = (node: StateNode, depth: number) => {
    lines.push({ node, depth })
    if (isOpen(node)) for (const child of node.children) visitAll(child, depth + 1)
  }
  for (const node of nodes) visit(node, 0)
  return lines
}
