import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { type Batch, readBatches } from '../transfer/event-batches.ts'
import { findRunning } from './find-running.ts'
import { post } from './post.ts'
import { toPlainLine } from './terminal.ts'

export interface SendOptions {
  readonly data: string
  readonly app?: string
}

/** Bytes read ahead while a message is being stored, and so about the most that one holds. */
const READ_BYTES = 1024 * 1024

/** What the collector answers; `error` is the first of the invalid events, or why nothing was taken. */
interface Receipt {
  readonly accepted: number
  readonly invalid: number
  readonly error?: { readonly reason: string; readonly path: string }
}

/** `tattler send`: sends the events of a file or of standard input, as they come. */
export async function send(file: string, options: SendOptions): Promise<void> {
  const { url, token } = findRunning(options.data)
  const address = new URL('/events', url)
  if (options.app !== undefined) address.searchParams.set('app', options.app)

  let accepted = 0
  let hasFailed = false
  for await (const batch of readBatches(openInput(file))) {
    const receipt = await post<Receipt>(address, new Uint8Array(batch.bytes), { authorization: `Bearer ${token}` })
    accepted += receipt.accepted
    if (!receipt.error) continue
    hasFailed = true
    process.stderr.write(describeProblem(receipt.error, receipt.invalid, batch))
  }
  process.stdout.write(`${accepted} accepted\n`)
  if (hasFailed) process.exitCode = 1
}

function openInput(file: string): AsyncIterable<Buffer> {
  if (file !== '-') return createReadStream(file, { highWaterMark: READ_BYTES })
  // Standard input comes in small chunks; what is buffered meanwhile is read as one.
  return process.stdin.pipe(new PassThrough({ highWaterMark: READ_BYTES }))
}

/** `line 12: payload.target: is required and missing`, and how many more there are. */
function describeProblem({ reason, path }: { reason: string; path: string }, invalid: number, batch: Batch): string {
  // In a message of several lines the path begins with the line, from 0.
  const [, index = '0', inside = ''] = /^(?:lines\[(\d+)\]\.?)?(.*)$/.exec(path) ?? []
  const where = [`line ${batch.line + Number(index)}`, inside].filter(Boolean).join(': ')
  const more = invalid > 1 ? ` (and ${invalid - 1} more after it: tattler query type:invalid)` : ''
  return `${where}: ${toPlainLine(reason)}${more}\n`
}
