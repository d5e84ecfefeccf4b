import { describe, expect, it } from 'vitest'
import { rootNode } from '../../../renderer/ui/json-nodes.ts'
import { type JsonPlace, nodeAt, pathOf } from '../../../renderer/ui/json-path.ts'
import { type JsonMatches, searchJson, searchPattern } from '../../../renderer/ui/json-search.ts'
import { type JsonList, type JsonObject, parseJson } from '../../../renderer/ui/json-value.ts'

/** Paths of all matches, and how many times the search told of them. */
async function find(value: JsonObject | JsonList, text: string) {
  const told: JsonMatches[] = []
  const pattern = searchPattern(text)
  if (pattern) await searchJson(value, pattern, new AbortController().signal, (matches) => told.push(matches))
  const last = told.at(-1)
  return { paths: last?.places.map((place) => pathText(value, place)) ?? [], last, told: told.length }
}

function pathText(value: JsonObject | JsonList, place: JsonPlace): string {
  const node = nodeAt(rootNode(value), place)
  return node ? pathOf(node).join('.') : 'nowhere'
}

const value = parseJson(
  '{"Name":"Ada","tags":["name","x"],"user":{"id":12345678901234567890,"name":"Bob"},"ok":true,"none":null,"re":"a.b"}',
) as JsonObject

describe('searchJson', () => {
  it.each([
    ['name', ['Name', 'tags.0', 'user.name']],
    ['ada', ['Name']],
    ['4567890123', ['user.id']],
    ['true', ['ok']],
    ['null', ['none']],
    ['a.b', ['re']],
    ['a+', []],
  ])('finds %s in keys and values, in the order of the tree', async (text, paths) => {
    expect((await find(value, text)).paths).toEqual(paths)
  })

  it('counts a key and its value as one match', async () => {
    expect((await find({ tea: 'green tea' }, 'tea')).paths).toEqual(['tea'])
  })

  it('finds in strings that hold JSON as in any text', async () => {
    expect((await find({ body: '{"deep":{"tea":1}}' }, '"tea"')).paths).toEqual(['body'])
  })

  it('takes a depth of 10,000', async () => {
    const deep = parseJson(`${'['.repeat(10_000)}"bottom"${']'.repeat(10_000)}`) as JsonList
    expect((await find(deep, 'bottom')).paths[0]?.split('.')).toHaveLength(10_000)
  })

  it('pauses in a large value, and tells what it has at each pause', async () => {
    const rows = Array.from({ length: 200_000 }, (_, id) => ({ id, text: `row ${id}` }))
    const { last, told } = await find(rows, 'row 199999')
    expect(last).toMatchObject({ isDone: true, isCut: false })
    expect(last?.places).toHaveLength(1)
    expect(told).toBeGreaterThan(1)
  })

  it('keeps no more matches than anybody steps through', async () => {
    const { last } = await find(
      Array.from({ length: 50_000 }, () => 'x'),
      'x',
    )
    expect(last).toMatchObject({ isDone: true, isCut: true })
    expect(last?.places).toHaveLength(20_000)
  })

  it('ends without a word once it is given up', async () => {
    const search = new AbortController()
    let told = 0
    const rows = Array.from({ length: 500_000 }, (_, id) => ({ id }))
    await searchJson(rows, /nothing/, search.signal, () => {
      told++
      search.abort()
    })
    expect(told).toBe(1)
  })
})
