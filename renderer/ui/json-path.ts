import { childrenOf, contentOf, isContainer, isList, type JsonNode, keysOf } from './json-nodes.ts'

/** A place in a JSON value, by its way down from the value; shared ways are shared objects. */
export interface JsonPlace {
  /** Null for what stands directly in the value. */
  readonly parent: JsonPlace | null
  readonly key: string | number
}

/** Keys and indexes from the root down to the node. */
export function pathOf(node: JsonNode): (string | number)[] {
  const path: (string | number)[] = []
  for (let at: JsonNode | null = node; at; at = at.parent) if (at.key !== null) path.push(at.key)
  return path.reverse()
}

/** True where the path can be a field name of a search term: dots between its parts, and no string of JSON on the way. */
export function hasPlainPath(node: JsonNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (typeof at.value === 'string') return false
  return pathOf(node).every((part) => typeof part === 'number' || /^[\w-]+$/.test(part))
}

/** The path as the name of a field in the search box: `payload.items.3.id`. */
export function fieldName(base: string, node: JsonNode): string {
  return [base, ...pathOf(node)].join('.')
}

/** A path as JavaScript would write it: `payload.items[3]["a b"]`. */
export function pathText(base: string, path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return /^[A-Za-z_$][\w$]*$/.test(part) ? `${text}.${part}` : `${text}[${JSON.stringify(part)}]`
  }, base)
}

/** The path of a node as JavaScript would write it, strings of JSON on the way included: `JSON.parse(payload.body).id`. */
export function nodePathText(base: string, node: JsonNode): string {
  let text = base
  for (const at of [...ancestorsOf(node), node]) {
    if (typeof at.parent?.value === 'string') text = `JSON.parse(${text})`
    if (at.key !== null) text = pathText(text, [at.key])
  }
  return text
}

/** The nodes above a node, from below the root down to its parent. */
export function ancestorsOf(node: JsonNode): JsonNode[] {
  const above: JsonNode[] = []
  for (let at = node.parent; at?.parent; at = at.parent) above.push(at)
  return above.reverse()
}

/** The node at a place below `root`; null if there is nothing. Makes the nodes on the way, as opening them would. */
export function nodeAt(root: JsonNode, place: JsonPlace): JsonNode | null {
  const path: (string | number)[] = []
  for (let at: JsonPlace | null = place; at; at = at.parent) path.push(at.key)
  let node: JsonNode | null = root
  for (const key of path.reverse()) {
    node = childAt(node, key)
    if (!node) return null
  }
  return node
}

function childAt(parent: JsonNode, key: string | number): JsonNode | null {
  const value = contentOf(parent)
  if (!isContainer(value)) return null
  const index = isList(value) ? Number(key) : keysOf(value).indexOf(String(key))
  let nodes = childrenOf(parent)
  while (nodes[0]?.range) {
    const around: JsonNode | undefined = nodes.find(({ range }) => range && range.start <= index && index < range.end)
    if (!around) return null
    nodes = childrenOf(around)
  }
  return nodes.find((node) => node.key === key) ?? null
}
