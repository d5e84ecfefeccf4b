import { describe, expect, test } from 'vitest'
import { readBatches } from '../../../main/transfer/event-batches.ts'

async function* read(chunks: readonly string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

async function batchesOf(...chunks: string[]): Promise<[string, number][]> {
  const batches: [string, number][] = []
  for await (const { bytes, line } of readBatches(read(chunks))) batches.push([bytes.toString(), line])
  return batches
}

describe('readBatches', () => {
  test('lines that arrived together are one message', async () => {
    expect(await batchesOf('{"a":1}\n{"a":2}\n', '{"a":3}\n')).toEqual([
      ['{"a":1}\n{"a":2}\n', 1],
      ['{"a":3}\n', 3],
    ])
  })

  test('a line that arrived in pieces is sent whole', async () => {
    expect(await batchesOf('{"a":1}\n{"a"', ':', '2}', '\n')).toEqual([
      ['{"a":1}\n', 1],
      ['{"a":2}\n', 2],
    ])
  })

  test('a character cut in two arrives whole', async () => {
    const bytes = Buffer.from('{"a":"é"}\n')
    async function* read() {
      yield bytes.subarray(0, 7)
      yield bytes.subarray(7)
    }
    for await (const batch of readBatches(read())) expect(batch.bytes).toEqual(bytes)
  })

  test('the limit is of one line or document, however many lines arrive together', async () => {
    const count = async (...chunks: string[]) => {
      let batches = 0
      for await (const _ of readBatches(read(chunks), 10)) batches++
      return batches
    }
    expect(await count('{"a":1}\n{"a":2}\n', '{"a":3}\n{"a":4}\n{"a"')).toBe(3)
    await expect(count('{"a":1}\n{"a":"long', ' and longer', '"}\n')).rejects.toThrow('larger than 10 bytes')
    await expect(count('{\n"a":', '1234567}')).rejects.toThrow('larger than 10 bytes')
  })

  test('a last line without an end is sent', async () => {
    expect(await batchesOf('{"a":1}\n{"a":2}')).toEqual([
      ['{"a":1}\n', 1],
      ['{"a":2}', 2],
    ])
  })

  test('a document that spreads over lines is one message', async () => {
    expect(await batchesOf('{\n  "a":', ' 1\n}\n')).toEqual([['{\n  "a": 1\n}\n', 1]])
  })

  test('a broken line in front goes alone', async () => {
    expect(await batchesOf('{"a":1}\n', '{"a"\n{"a":3}\n{"a"\n{"a":5}\n')).toEqual([
      ['{"a":1}\n', 1],
      ['{"a"\n', 2],
      ['{"a":3}\n{"a"\n{"a":5}\n', 3],
    ])
  })

  test('a first line that is no JSON does not stop the next ones', async () => {
    expect(await batchesOf('Listening…\n{"a":2}\n')).toEqual([
      ['Listening…\n', 1],
      ['{"a":2}\n', 2],
    ])
  })

  test('blank lines are skipped, and counted', async () => {
    expect(await batchesOf('\n', '\n{"a":3}\n', '\n')).toEqual([['{"a":3}\n', 3]])
  })

  test('an empty input is no message', async () => {
    expect(await batchesOf()).toEqual([])
    expect(await batchesOf(' \n')).toEqual([])
  })
})
