import { ExactNumber, type JsonList, type JsonObject, type JsonValue, parseJson } from './json-value.ts'

/** A line of the tree. Made when its parent opens, so what stays closed costs nothing. */
export interface JsonNode {
  readonly parent: JsonNode | null
  /** Property name or index; null for the root and for a range. */
  readonly key: string | number | null
  readonly value: JsonValue
  /** A range stands for some items of a long list, `start` to `end`, exclusive; its value is the whole list. */
  readonly range: { readonly start: number; readonly end: number } | null
  /** -1 for the root, which has no line of its own. */
  readonly depth: number
}

export type OpenNodes = ReadonlySet<JsonNode>

/** A longer list, or object with more keys, shows ranges of them first. */
const LONGEST_LIST = 1000

/** A longer string that looks like JSON counts as JSON until it is opened. */
const LONGEST_TRIED = 20_000

const children = new WeakMap<JsonNode, readonly JsonNode[]>()
/** Of large objects only: to find the keys of others takes no longer than to look here. */
const keys = new WeakMap<object, readonly string[]>()
const LARGE = 100
const readStrings = new WeakMap<JsonNode, JsonObject | JsonList | null>()

export function rootNode(value: JsonValue): JsonNode {
  return { parent: null, key: null, value, range: null, depth: -1 }
}

export function isContainer(value: JsonValue): value is JsonList | JsonObject {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber)
}

export function isList(value: JsonValue): value is JsonList {
  return Array.isArray(value)
}

/** Number of items or keys; 0 for anything that has none. */
export function sizeOf(value: JsonValue): number {
  if (!isContainer(value)) return 0
  return isList(value) ? value.length : keysOf(value).length
}

export function keysOf(value: JsonObject): readonly string[] {
  const known = keys.get(value)
  if (known) return known
  const found = Object.keys(value)
  if (found.length > LARGE) keys.set(value, found)
  return found
}

export function canOpen(node: JsonNode): boolean {
  return node.range !== null || sizeOf(node.value) > 0 || holdsJson(node)
}

/** Whether the value is a string with an object or a list as JSON in it, as far as is known without reading a long one. */
export function holdsJson(node: JsonNode): boolean {
  const { value } = node
  if (typeof value !== 'string' || !looksLikeJson(value)) return false
  return value.length > LONGEST_TRIED && !readStrings.has(node) ? true : sizeOf(contentOf(node)) > 0
}

function looksLikeJson(text: string): boolean {
  const inside = text.trim()
  const [first, last] = [inside[0], inside.at(-1)]
  return (first === '{' && last === '}') || (first === '[' && last === ']')
}

/** What the node has inside: its value, or what its string holds as JSON. Read once, when first asked for. */
export function contentOf(node: JsonNode): JsonValue {
  if (typeof node.value !== 'string') return node.value
  const known = readStrings.get(node)
  if (known !== undefined) return known
  const read = readContainer(node.value)
  readStrings.set(node, read)
  return read
}

function readContainer(text: string): JsonObject | JsonList | null {
  try {
    const value = parseJson(text)
    return isContainer(value) ? value : null
  } catch {
    return null
  }
}

export function childrenOf(node: JsonNode): readonly JsonNode[] {
  const known = children.get(node)
  if (known) return known
  const made = makeChildren(node)
  children.set(node, made)
  return made
}

function makeChildren(node: JsonNode): JsonNode[] {
  const value = contentOf(node)
  if (!isContainer(value)) return []
  const { start, end } = node.range ?? { start: 0, end: sizeOf(value) }
  const depth = node.depth + 1
  const nodes: JsonNode[] = []

  const step = itemsPerLine(end - start)
  for (let index = start; index < end; index += step) {
    if (step > 1) {
      const range = { start: index, end: Math.min(end, index + step) }
      nodes.push({ parent: node, key: null, value, range, depth })
    } else if (isList(value)) {
      nodes.push({ parent: node, key: index, value: value[index] ?? null, range: null, depth })
    } else {
      const key = keysOf(value)[index] ?? ''
      nodes.push({ parent: node, key, value: value[key] ?? null, range: null, depth })
    }
  }
  return nodes
}

/** Items that a line below a node with `size` of them stands for. */
function itemsPerLine(size: number): number {
  let step = 1
  while (size / step > LONGEST_LIST) step *= LONGEST_LIST
  return step
}

/** How many children the node has, without making them. */
function countChildren(node: JsonNode): number {
  const size = node.range ? node.range.end - node.range.start : sizeOf(contentOf(node))
  return Math.ceil(size / itemsPerLine(size))
}

/** The lines below `root`, in order: its children, and those of every open node among them. */
export function openLines(root: JsonNode, open: OpenNodes): JsonNode[] {
  const lines: JsonNode[] = []
  const waiting = [...childrenOf(root)].reverse()
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    lines.push(node)
    if (!open.has(node)) continue
    const inside = childrenOf(node)
    for (let index = inside.length - 1; index >= 0; index--) waiting.push(inside[index] as JsonNode)
  }
  return lines
}

/**
 * `open` with `node` and all below it, level by level, as far as `limit` lines allow. Strings with JSON in them below the
 * node stay the strings they were sent as.
 */
export function openBelow(node: JsonNode, open: OpenNodes, limit: number): OpenNodes {
  const opened = new Set(open)
  let level: readonly JsonNode[] = [node]
  let lines = 0
  while (level.length > 0) {
    const next: JsonNode[] = []
    for (const parent of level) {
      if (!canOpen(parent) || (parent !== node && typeof parent.value === 'string')) continue
      const count = countChildren(parent)
      if (lines + count > limit && parent !== node) continue
      lines += count
      opened.add(parent)
      for (const child of childrenOf(parent)) next.push(child)
    }
    level = next
  }
  return opened
}

/** `open` without `node` and all open nodes below it. */
export function closeBelow(node: JsonNode, open: OpenNodes): OpenNodes {
  const left = new Set(open)
  const waiting = [node]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!left.delete(next)) continue
    waiting.push(...childrenOf(next))
  }
  return left
}

/** What the node stands for: of a range only its part of the list. */
export function nodeValue({ value, range }: JsonNode): JsonValue {
  if (!range || !isContainer(value)) return value
  if (isList(value)) return value.slice(range.start, range.end)
  return Object.fromEntries(
    keysOf(value)
      .slice(range.start, range.end)
      .map((key) => [key, value[key] ?? null]),
  )
}
