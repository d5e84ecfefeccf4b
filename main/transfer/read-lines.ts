import { createReadStream } from 'node:fs'

/** A message is closed at the next tree from the first size on, and anywhere from the second on. Bytes. */
const MESSAGE_BYTES = 256 * 1024
const LARGEST_MESSAGE_BYTES = 16 * 1024 * 1024
const READ_BYTES = 1024 * 1024
const NEWLINE = 0x0a
/** Stands in each line of an export, near its start, that is a nested event. */
const NESTED = /^.{0,60}"depth":\s*[1-9]/

/**
 * Cuts a file of exported events into messages of whole trees. `end` is how far the file was read, bytes. Throws where a
 * line is longer than `longestLine`, bytes.
 */
export async function* readTrees(file: string, longestLine: number): AsyncGenerator<{ bytes: Buffer; end: number }> {
  let lines: Buffer[] = []
  let size = 0
  let end = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
    const data = Buffer.concat([rest, chunk as Buffer])
    let start = 0
    for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, start)) {
      const line = data.subarray(start, at + 1)
      const isTop = size >= MESSAGE_BYTES && !NESTED.test(line.toString('latin1', 0, 100))
      if (isTop || size >= LARGEST_MESSAGE_BYTES) {
        yield { bytes: Buffer.concat(lines), end }
        lines = []
        size = 0
      }
      lines.push(line)
      size += line.length
      end += line.length
      start = at + 1
    }
    rest = data.subarray(start)
    if (rest.length > longestLine) throw new Error(`A line of the file is longer than ${longestLine} bytes.`)
  }
  if (rest.length > 0) lines.push(rest)
  if (lines.length > 0) yield { bytes: Buffer.concat(lines), end: end + rest.length }
}
