/** A piece of the input that is sent as one message. */
export interface Batch {
  readonly bytes: Buffer
  /** Line of the input it begins with, one-based. */
  readonly line: number
}

const NEWLINE = 0x0a

/**
 * Cuts an input into messages: whole lines that arrived together are one, so a file goes in large pieces and a live
 * pipe line by line. An input whose first line opens a JSON document without closing it is one message as a whole.
 * Throws where such a document, or what came of a line, is larger than `largest`, bytes.
 */
export async function* readBatches(
  input: AsyncIterable<Buffer>,
  largest = Number.POSITIVE_INFINITY,
): AsyncGenerator<Batch> {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let line = 1
  let isLines: boolean | undefined
  for await (const chunk of input) {
    pending.push(chunk)
    pendingBytes += chunk.length
    const end = isLines === false ? 0 : chunk.lastIndexOf(NEWLINE) + 1
    if (end > 0) {
      const arrived = Buffer.concat(pending)
      const lines = arrived.subarray(0, arrived.length - (chunk.length - end))
      isLines ??= opensWithWholeLine(lines)
      // Blank lines alone do not tell yet.
      if (isLines) {
        pending = [arrived.subarray(lines.length)]
        pendingBytes = arrived.length - lines.length
        yield* cutLines(lines, line)
        line += countLines(lines)
      }
    }
    if (pendingBytes > largest) throw new Error(`A message of the file is larger than ${largest} bytes.`)
  }
  const rest = Buffer.concat(pending)
  if (!isBlank(rest)) yield { bytes: rest, line }
}

/** Undefined while there are only blank lines. A line that is no JSON at all is a whole line, too, only a broken one. */
function opensWithWholeLine(lines: Buffer): boolean | undefined {
  const text = lines.toString('utf8').trimStart()
  if (text === '') return undefined
  const line = text.slice(0, text.indexOf('\n'))
  return isJson(line) || !/^[{[]/.test(line)
}

/**
 * The collector takes a message whose first line is broken for one broken document, so broken lines in front go alone
 * and cost no good one.
 */
function* cutLines(lines: Buffer, firstLine: number): Generator<Batch> {
  let start = 0
  let line = firstLine
  while (start < lines.length) {
    const end = lines.indexOf(NEWLINE, start) + 1
    const head = lines.subarray(start, end)
    if (isJson(head.toString('utf8'))) {
      yield { bytes: lines.subarray(start), line }
      return
    }
    if (!isBlank(head)) yield { bytes: head, line }
    start = end
    line++
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isBlank(bytes: Buffer): boolean {
  return /^\s*$/.test(bytes.toString('utf8'))
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}
