import { open } from 'node:fs/promises'
import {
  COMPOSER_CHUNK,
  type ComposerState,
  type Environment,
  type KeptDraft,
  type Outcome,
  type RequestDraft,
  type SendResult,
  type SentExchange,
} from '../../shared/composer.ts'
import { Variables } from '../../shared/variables.ts'
import type { ExchangeRecorder } from '../http-exchange/record.ts'
import type { KeptFile, SetAside } from '../kept-file.ts'
import type { TransferFolder } from '../transfer/transfer-folder.ts'
import { buildRequest, type OutgoingRequest } from './build-request.ts'
import { openComposerFile, openDraftFile, type Stored, type StoredEntry } from './composer-file.ts'
import { addToHistory, toHistoryEntry } from './history.ts'
import { SendError } from './send-error.ts'
import { CANCELLED, type Sent, sendAndFollow } from './sending.ts'
import { Uploads } from './uploads.ts'

/** Requests that one viewer may have under way: more is a mistake. */
const MOST_RUNNING = 8

interface LastSending extends Pick<Sent, 'body' | 'filed'> {
  readonly run: number
}

/** Requests that the user writes: sends them, and remembers them. */
export class Composer {
  private readonly file: KeptFile<Stored>
  private readonly draftFile: KeptFile<KeptDraft | null>
  private readonly folder: TransferFolder
  private readonly recorder: ExchangeRecorder
  private readonly uploads: Uploads
  /** By viewer and number. */
  private readonly running = new Map<string, AbortController>()
  /** What each viewer sent last, as it ended. */
  private readonly last = new Map<number, LastSending>()
  private readonly filing = new Set<Promise<unknown>>()

  constructor(dataDir: string, folder: TransferFolder, recorder: ExchangeRecorder) {
    this.file = openComposerFile(dataDir)
    this.draftFile = openDraftFile(dataDir)
    this.folder = folder
    this.recorder = recorder
    this.uploads = new Uploads(folder)
  }

  get setAside(): readonly SetAside[] {
    return [this.file, this.draftFile].flatMap(({ setAside }) => setAside ?? [])
  }

  /** What stood in the form when it was last kept; null for nothing. */
  get draft(): KeptDraft | null {
    return this.draftFile.content
  }

  keepDraft(kept: KeptDraft): void {
    this.draftFile.write(kept)
  }

  state(): ComposerState {
    const { history, environments, environment } = this.file.content
    return { history: history.map(toHistoryEntry), environments, environment }
  }

  /** A request of the history; throws for one that is gone. */
  openEntry(id: string): RequestDraft {
    return this.findEntry(id).draft
  }

  /** Sends a request with the variables of the chosen environment. Resolves with the response; `exchanges` tells of its profile. */
  async send(viewer: number, run: number, draft: RequestDraft): Promise<SendResult> {
    let request: OutgoingRequest
    try {
      request = buildRequest(draft, this.variables(), this.uploads)
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      return { entry: null, response: null, failure: error.failure, isCancelled: false }
    }
    const control = this.begin(viewer, run)
    const key = keyOf(viewer, run)
    try {
      const sending = sendAndFollow(request, draft, control.signal, {
        recorder: this.recorder,
        newFile: () => this.folder.newFile('response'),
      })
      this.waitFor(sending.then(({ filed }) => filed))
      const sent = await sending
      // The viewer may have gone meanwhile.
      if (this.running.has(key)) this.keep(viewer, { run, ...sent })
      else sent.body?.remove()
      return this.finish(draft, sent)
    } finally {
      this.running.delete(key)
    }
  }

  /** The exchanges of the viewer's last sending, once they are filed; none for one that another has followed. */
  async exchanges(viewer: number, run: number): Promise<readonly SentExchange[]> {
    const last = this.last.get(viewer)
    return last?.run === run ? last.filed : []
  }

  cancel(viewer: number, run: number): void {
    this.running.get(keyOf(viewer, run))?.abort(CANCELLED)
  }

  /** A piece of the body of the viewer's last response, decompressed. */
  async readBody(viewer: number, offset: number): Promise<Buffer> {
    const body = this.last.get(viewer)?.body
    if (!body) return Buffer.alloc(0)
    const handle = await open(body.path)
    try {
      const piece = Buffer.alloc(COMPOSER_CHUNK)
      const { bytesRead } = await handle.read(piece, 0, COMPOSER_CHUNK, offset)
      return piece.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  upload(upload: string | null, base64: string): Promise<string> {
    return this.uploads.write(upload, base64)
  }

  /** Names or pins a request of the history. */
  change(id: string, change: { readonly name?: string; readonly isPinned?: boolean }): ComposerState {
    this.findEntry(id)
    const { history } = this.file.content
    this.write({ history: history.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)) })
    return this.state()
  }

  /** Deletes requests; null all that have neither pin nor name. */
  remove(ids: readonly string[] | null): ComposerState {
    const isGone = ({ id, name, isPinned }: StoredEntry) => (ids ? ids.includes(id) : !isPinned && name === '')
    this.write({ history: this.file.content.history.filter((entry) => !isGone(entry)) })
    return this.state()
  }

  /** Throws for two environments of one name. */
  setEnvironments(environments: readonly Environment[], environment: string | null): ComposerState {
    const names = environments.map(({ name }) => name)
    if (new Set(names).size < names.length) throw new Error('Two environments have the same name.')
    this.write({
      environments: environments.map(({ name, variables }) => ({ name, variables: [...variables] })),
      environment: environment !== null && names.includes(environment) ? environment : null,
    })
    return this.state()
  }

  /** The viewer is gone. */
  closeViewer(viewer: number): void {
    for (const [key, control] of this.running) {
      if (!key.startsWith(keyOf(viewer, ''))) continue
      control.abort(CANCELLED)
      this.running.delete(key)
    }
    this.last.get(viewer)?.body?.remove()
    this.last.delete(viewer)
  }

  /** Ends all that is under way; resolves when it is filed. */
  async close(): Promise<void> {
    for (const control of this.running.values()) control.abort(CANCELLED)
    await Promise.all(this.filing)
  }

  private waitFor(filed: Promise<unknown>): void {
    // What fails is told to the viewer that asks for it.
    const settled: Promise<unknown> = filed.catch(() => undefined).finally(() => this.filing.delete(settled))
    this.filing.add(settled)
  }

  private write(change: Partial<Stored>): void {
    this.file.write({ ...this.file.content, ...change })
  }

  private variables(): Variables {
    const { environments, environment } = this.file.content
    return new Variables(environments.find(({ name }) => name === environment)?.variables ?? [])
  }

  private begin(viewer: number, run: number): AbortController {
    const key = keyOf(viewer, run)
    if (this.running.has(key)) throw new Error(`request ${run} is under way already`)
    const count = [...this.running.keys()].filter((other) => other.startsWith(keyOf(viewer, ''))).length
    if (count >= MOST_RUNNING) throw new Error(`${MOST_RUNNING} requests are under way already: cancel one first`)
    const control = new AbortController()
    this.running.set(key, control)
    return control
  }

  private finish(draft: RequestDraft, { response, failure }: Sent): SendResult {
    const isCancelled = failure === CANCELLED.failure
    const outcome: Outcome = isCancelled
      ? { kind: 'cancelled' }
      : failure || !response
        ? { kind: 'failed', reason: failure?.message ?? '' }
        : { kind: 'answered', status: response.status, duration: response.duration, bytes: response.bytes }
    const history = addToHistory(this.file.content.history, { draft, time: Date.now(), outcome })
    this.write({ history })
    const [entry] = history
    return {
      entry: entry ? toHistoryEntry(entry) : null,
      response,
      failure: isCancelled ? null : failure,
      isCancelled,
    }
  }

  private keep(viewer: number, sending: LastSending): void {
    this.last.get(viewer)?.body?.remove()
    this.last.set(viewer, sending)
  }

  private findEntry(id: string): StoredEntry {
    const entry = this.file.content.history.find((one) => one.id === id)
    if (!entry) throw new Error('This request is not in the history any more.')
    return entry
  }
}

function keyOf(viewer: number, run: number | ''): string {
  return `${viewer} ${run}`
}
