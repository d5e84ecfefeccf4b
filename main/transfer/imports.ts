import { createReadStream } from 'node:fs'
import { appendFile, open, readFile, stat } from 'node:fs/promises'
import type { ImportProgress, ImportResult } from '../../shared/transfer.ts'
import { type Intake, takeMessage } from '../listeners/intake.ts'
import type { AsyncLogApi, IngestResult } from '../log/api.ts'
import type { TableSlice } from '../log/measure-table.ts'
import { Queue } from '../log/queue.ts'
import type { IncomingMail } from '../mail/take-mail.ts'
import type { Source } from '../protocols/protocol.ts'
import { readBatches } from './event-batches.ts'
import { type FileKind, findFileKind } from './file-kind.ts'
import { readTrees } from './read-lines.ts'
import { checkOpenCount, deleteFile, type TransferFolder } from './transfer-folder.ts'

/** Bytes of the largest file: what it is copied to is the disk of the data folder. */
const LARGEST_FILE = 4 * 1024 ** 3
/** So much of a file tells what it is, bytes. */
const HEAD_BYTES = 64 * 1024
const READ_BYTES = 1024 * 1024

/** Instance of what names none: a document of the web debug protocol knows its stream only. */
const APP = 'imported'

/** Where events of an export go that name no instance or stream. */
const EXPORTED: Source = { protocol: 'tattler', app: APP, stream: 'default' }

interface OpenImport {
  readonly key: string
  readonly file: string
  /** Writes come one after the other, and the end of the file behind them. */
  readonly writes: Queue
  bytes: number
  progress: ImportProgress
  isRunning: boolean
  isClosed: boolean
}

/** The imports of all viewers: files that were sent piece by piece and go through the same queue as live events. */
export class Imports {
  private readonly log: AsyncLogApi
  private readonly intake: Intake
  private readonly folder: TransferFolder
  private readonly takeMail: (mail: IncomingMail) => Promise<IngestResult>
  private readonly open = new Map<string, OpenImport>()

  constructor(
    log: AsyncLogApi,
    intake: Intake,
    folder: TransferFolder,
    takeMail: (mail: IncomingMail) => Promise<IngestResult>,
  ) {
    this.log = log
    this.intake = intake
    this.folder = folder
    this.takeMail = takeMail
  }

  begin(viewer: number, number: number): void {
    const key = keyOf(viewer, number)
    if (this.open.has(key)) throw new Error(`import ${number} is open already`)
    checkOpenCount(this.open.keys(), keyOf(viewer, ''))
    this.open.set(key, {
      key,
      file: this.folder.newFile('import'),
      writes: new Queue(),
      bytes: 0,
      progress: { done: 0, total: 0, events: 0 },
      isRunning: false,
      isClosed: false,
    })
  }

  async write(viewer: number, number: number, base64: string): Promise<void> {
    const current = this.find(viewer, number)
    if (current.isRunning) throw new Error(`import ${number} is complete already`)
    const bytes = Buffer.from(base64, 'base64')
    current.bytes += bytes.length
    if (current.bytes > LARGEST_FILE) {
      this.drop(current)
      throw new Error(`A file for an import may have ${LARGEST_FILE / 1024 ** 3} GB at most.`)
    }
    await current.writes.run(async () => {
      if (!current.isClosed) await appendFile(current.file, bytes, { mode: 0o600 })
    })
  }

  progress(viewer: number, number: number): ImportProgress {
    return this.find(viewer, number).progress
  }

  async run(viewer: number, number: number): Promise<ImportResult> {
    const current = this.find(viewer, number)
    if (current.isRunning) throw new Error(`import ${number} is running already`)
    current.isRunning = true
    try {
      return await this.store(current)
    } finally {
      this.drop(current)
    }
  }

  close(viewer: number, number: number): void {
    const current = this.open.get(keyOf(viewer, number))
    if (current) this.drop(current)
  }

  /** The viewer is gone. */
  closeAll(viewer: number): void {
    for (const current of this.open.values()) if (current.key.startsWith(keyOf(viewer, ''))) this.drop(current)
  }

  private async store(current: OpenImport): Promise<ImportResult> {
    const kind = findFileKind(await readHead(current.file))
    if (kind === null) {
      throw new Error(
        'This file holds nothing that Tattler can import: it takes its own exports (NDJSON, CSV, Parquet), documents of the web debug protocol and mails (.eml).',
      )
    }
    if (kind === 'messages') return this.storeMessages(current)
    if (kind === 'mail') return this.storeMail(current)
    return this.storeEvents(current, kind)
  }

  private async storeEvents(current: OpenImport, kind: FileKind): Promise<ImportResult> {
    if (kind === 'parquet') return this.storeParquet(current)
    const lines = kind === 'lines' ? current.file : this.folder.newFile('ndjson')
    try {
      if (kind === 'csv') await this.log.convertToLines(current.file, current.file, null, lines)
      const trees = readTrees(lines, this.intake.limits.messageBytes)
      return await this.storeAll(current, 'events', (await stat(lines)).size, trees, this.taking(EXPORTED))
    } finally {
      if (lines !== current.file) deleteFile(lines)
    }
  }

  /** Slice by slice, as what it unpacks to may be a thousand times its size. */
  private async storeParquet(current: OpenImport): Promise<ImportResult> {
    const limits = { rowBytes: this.intake.limits.messageBytes, totalBytes: LARGEST_FILE }
    const slices = await this.log.measureTable(current.file, current.file, limits)
    const total = slices.reduce((sum, { bytes }) => sum + bytes, 0)
    return this.storeAll(current, 'events', total, this.readSlices(current, slices), this.taking(EXPORTED))
  }

  private async *readSlices(current: OpenImport, slices: readonly TableSlice[]): AsyncGenerator<Message> {
    let before = 0
    for (const { first, last, bytes } of slices) {
      const lines = this.folder.newFile('ndjson')
      try {
        await this.log.convertToLines(current.file, current.file, { first, last }, lines)
        const { size } = await stat(lines)
        for await (const tree of readTrees(lines, this.intake.limits.messageBytes)) {
          yield { bytes: tree.bytes, end: before + (bytes * tree.end) / size }
        }
      } catch (error) {
        // What was stored before is told.
        if (current.isClosed) return
        throw error
      } finally {
        deleteFile(lines)
      }
      before += bytes
    }
  }

  private async storeMessages(current: OpenImport): Promise<ImportResult> {
    const source = { protocol: 'web-debug', app: APP, stream: 'default' }
    const input = createReadStream(current.file, { highWaterMark: READ_BYTES })
    const batches = readBatches(input, this.intake.limits.messageBytes)
    const { size } = await stat(current.file)
    return this.storeAll(current, 'messages', size, addEnds(batches), this.taking(source))
  }

  /** A file tells of no envelope: who it is from and to is in its headers. */
  private async storeMail(current: OpenImport): Promise<ImportResult> {
    const { mailBytes } = this.intake.limits
    const { size } = await stat(current.file)
    if (size > mailBytes) throw new Error(`A mail may have ${mailBytes} bytes at most (limits.mailBytes).`)
    const bytes = await readFile(current.file)
    return this.storeAll(current, 'mail', size, [{ bytes, end: size }], (source) =>
      this.takeMail({ source, envelope: { from: '', to: [] }, user: null }),
    )
  }

  /** Stores messages as if `source` had sent them. */
  private taking(source: Source): TakeMessage {
    return (bytes) => takeMessage(this.intake, bytes, source)
  }

  private async storeAll(
    current: OpenImport,
    kind: ImportResult['kind'],
    total: number,
    messages: AsyncIterable<Message> | Iterable<Message>,
    take: TakeMessage,
  ): Promise<ImportResult> {
    let events = 0
    let invalid = 0
    let problem: string | null = null
    current.progress = { done: 0, total, events }
    for await (const { bytes, end } of messages) {
      if (current.isClosed) break
      const result = await take(new Uint8Array(bytes))
      if (result.kind !== 'stored') throw new Error(`After ${events} events: ${result.reason}`)
      events += result.accepted
      invalid += result.problems.length
      const [first] = result.problems
      problem ??= first ? [first.path, first.reason].filter(Boolean).join(': ') : null
      current.progress = { done: end, total, events }
    }
    return { kind, events, invalid, problem, isCancelled: current.isClosed }
  }

  private find(viewer: number, number: number): OpenImport {
    const current = this.open.get(keyOf(viewer, number))
    if (!current) throw new Error(`there is no import ${number}`)
    return current
  }

  private drop(current: OpenImport): void {
    current.isClosed = true
    this.open.delete(current.key)
    this.log.cancelJob(current.file).catch(() => undefined)
    void current.writes.run(async () => deleteFile(current.file))
  }
}

type TakeMessage = (bytes: Uint8Array) => Promise<IngestResult>

interface Message {
  readonly bytes: Uint8Array
  /** How far the file was read, bytes. */
  readonly end: number
}

async function* addEnds(batches: AsyncIterable<{ readonly bytes: Buffer }>): AsyncGenerator<Message> {
  let end = 0
  for await (const { bytes } of batches) {
    end += bytes.length
    yield { bytes, end }
  }
}

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function keyOf(viewer: number, number: number | ''): string {
  return `import ${viewer} ${number}`
}
