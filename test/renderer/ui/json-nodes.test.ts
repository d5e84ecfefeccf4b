import { describe, expect, it } from 'vitest'
import {
  canOpen,
  childrenOf,
  closeBelow,
  type JsonNode,
  nodeValue,
  openBelow,
  openLines,
  rootNode,
} from '../../../renderer/ui/json-nodes.ts'
import { fieldName, hasPlainPath, nodeAt, nodePathText, pathOf } from '../../../renderer/ui/json-path.ts'

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

  it('reads nothing of what it leaves closed', () => {
    let reads = 0
    const counting = (target: readonly number[]) =>
      new Proxy(target, {
        get: (list, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads++
          return Reflect.get(list, key)
        },
      })
    const root = rootNode(counting(Array.from({ length: 300_000 }, (_, index) => index)))
    expect(openLines(root, openBelow(root, NONE, 40))).toHaveLength(300)
    expect(reads).toBe(0)
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

describe('strings of JSON', () => {
  const root = rootNode({ body: '{"items":[{"id":12345678901234567890}]}', text: '{not json}', list: '[]' })

  it('open to what they hold, with every digit', () => {
    const line = find(root, 'body', 'items', 0, 'id')
    expect(line.value).toMatchObject({ digits: '12345678901234567890' })
  })

  it('are none where they only look like JSON, or hold nothing', () => {
    expect(childrenOf(root).map(canOpen)).toEqual([true, false, false])
  })

  it('open only when asked for themselves', () => {
    expect(openLines(root, openBelow(root, NONE, 100))).toHaveLength(3)
    expect(openLines(root, openBelow(find(root, 'body'), NONE, 100))).toHaveLength(6)
  })
})

describe('paths', () => {
  const root = rootNode({ items: [{ 'a b': 1, id: 2 }], body: '{"id":3}' })

  it('are written as JavaScript would', () => {
    expect(nodePathText('payload', find(root, 'items', 0, 'a b'))).toBe('payload.items[0]["a b"]')
    expect(nodePathText('payload', find(root, 'items', 0, 'id'))).toBe('payload.items[0].id')
    expect(nodePathText('payload', find(root, 'body', 'id'))).toBe('JSON.parse(payload.body).id')
  })

  it('are written as the search language has them', () => {
    expect(fieldName('payload', find(root, 'items', 0, 'id'))).toBe('payload.items.0.id')
  })

  it('are no field names where a key holds more than a word, or a string holds the JSON', () => {
    expect(hasPlainPath(find(root, 'items', 0, 'id'))).toBe(true)
    expect(hasPlainPath(find(root, 'items', 0, 'a b'))).toBe(false)
    expect(hasPlainPath(find(root, 'body', 'id'))).toBe(false)
  })

  it('lead to a node, through the ranges of a long list', () => {
    const long = rootNode({ list: Array.from({ length: 1_200_000 }, (_, index) => index) })
    const place = { parent: { parent: null, key: 'list' }, key: 1_100_007 }
    expect(nodeAt(long, place)).toMatchObject({ value: 1_100_007, range: null })
    expect(nodeAt(long, { parent: null, key: 'none' })).toBeNull()
  })
})
