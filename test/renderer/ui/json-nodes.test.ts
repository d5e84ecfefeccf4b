import { describe, expect, it } from 'vitest'
import {
  childrenOf,
  closeBelow,
  hasPlainPath,
  type JsonNode,
  nodeValue,
  openBelow,
  openLines,
  pathOf,
  pathText,
  rootNode,
} from '../../../renderer/ui/json-nodes.ts'

const NONE: ReadonlySet<JsonNode> = new Set()

function find(root: JsonNode, ...path: (string | number)[]): JsonNode {
  return path.reduce((node, key) => {
    const child = childrenOf(node).find((candidate) => candidate.key === key)
    if (!child) throw new Error(`No ${key}`)
    return child
  }, root)
}

describe('openLines', () => {
  it('lists the entries of the root, and of open nodes below them', () => {
    const root = rootNode({ a: { b: 1 }, c: [2] })
    const lines = openLines(root, new Set([find(root, 'c')]))
    expect(lines.map((line) => pathOf(line).join('.'))).toEqual(['a', 'c', 'c.0'])
    expect(lines.map((line) => line.depth)).toEqual([0, 0, 1])
  })

  it('shows a long list as ranges, which hold ranges where it is very long', () => {
    const list = Array.from({ length: 2_500_000 }, () => 0)
    const root = rootNode(list)
    const ranges = childrenOf(root)
    expect(ranges.map((node) => node.range)).toEqual([
      { start: 0, end: 1_000_000 },
      { start: 1_000_000, end: 2_000_000 },
      { start: 2_000_000, end: 2_500_000 },
    ])
    const inner = childrenOf(ranges[2] as JsonNode)
    expect(inner).toHaveLength(500)
    expect(inner[0]?.range).toEqual({ start: 2_000_000, end: 2_001_000 })
    const items = childrenOf(inner[0] as JsonNode)
    expect(items[7]).toMatchObject({ key: 2_000_007, range: null })
  })

  it('shows a big object as ranges of its keys', () => {
    const root = rootNode(Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`k${index}`, index])))
    const [first, second] = childrenOf(root)
    expect(second?.range).toEqual({ start: 1000, end: 1500 })
    expect(Object.keys(nodeValue(second as JsonNode) as object)).toHaveLength(500)
    expect(childrenOf(first as JsonNode)[999]).toMatchObject({ key: 'k999', value: 999 })
  })
})

describe('openBelow', () => {
  it('opens everything where it fits', () => {
    const root = rootNode({ a: { b: { c: 1 } } })
    expect(openLines(root, openBelow(root, NONE, 100))).toHaveLength(3)
  })

  it('leaves closed what would show more lines than allowed, and opens the rest', () => {
    const root = rootNode({ many: Array.from({ length: 50 }, () => 0), few: [1, 2] })
    const lines = openLines(root, openBelow(root, NONE, 10))
    expect(lines.map((line) => pathOf(line).join('.'))).toEqual(['many', 'few', 'few.0', 'few.1'])
  })

  it('opens a depth of 1,000', () => {
    const depth = 1000
    const root = rootNode(JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`))
    expect(openLines(root, openBelow(root, NONE, 5000))).toHaveLength(depth)
  })
})

describe('closeBelow', () => {
  it('closes the node with all below it, and nothing else', () => {
    const root = rootNode({ a: { b: { c: 1 } }, d: [1] })
    const left = closeBelow(find(root, 'a'), openBelow(root, NONE, 100))
    expect(openLines(root, left).map((line) => pathOf(line).join('.'))).toEqual(['a', 'd', 'd.0'])
  })
})

describe('paths', () => {
  const root = rootNode({ items: [{ 'a b': 1, id: 2 }] })

  it('are written as JavaScript would', () => {
    expect(pathText('payload', pathOf(find(root, 'items', 0, 'a b')))).toBe('payload.items[0]["a b"]')
    expect(pathText('payload', pathOf(find(root, 'items', 0, 'id')))).toBe('payload.items[0].id')
  })

  it('are no field names where a key holds more than a word', () => {
    expect(hasPlainPath(find(root, 'items', 0, 'id'))).toBe(true)
    expect(hasPlainPath(find(root, 'items', 0, 'a b'))).toBe(false)
  })
})
