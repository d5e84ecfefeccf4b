import {
  COMPOSER_CHUNK,
  type DraftFile,
  LARGEST_DRAFT,
  LARGEST_UPLOAD,
  type RequestDraft,
  type SentExchange,
} from '../../shared/composer.ts'
import { formatBytes } from '../../shared/format.ts'
import type { Backend } from '../backend.ts'
import { decodeBase64, encodeBase64 } from '../ui/base64.ts'
import { showFailure } from '../ui/failures.ts'
import { useComposer } from './composer-state.ts'

/** Bytes of a response's body that are shown. */
export const BODY_SHOWN = 2 * COMPOSER_CHUNK

let lastRun = 0

/** Reads the history and the environments. */
export async function loadComposer(backend: Backend): Promise<void> {
  try {
    useComposer.setState({ saved: await backend.request('composer/read', undefined) })
  } catch (error) {
    showFailure(error)
  }
}

/** Sends what is written; one request at a time. */
export async function sendDraft(backend: Backend): Promise<void> {
  const { draft, run, entry: opened } = useComposer.getState()
  if (run) return
  if (isTooLarge(draft)) {
    showFailure(
      `A request written by hand may have ${formatBytes(LARGEST_DRAFT)}: choose File for a larger body.`,
      'Not sent',
    )
    return
  }
  const number = ++lastRun
  useComposer.setState({ run: { number, since: Date.now() } })
  try {
    const result = await backend.request('composer/send', { run: number, draft })
    const body = result.response
      ? await readBody(backend, Math.min(result.response.bytes, BODY_SHOWN))
      : new Uint8Array()
    useComposer.setState(({ entry }) => ({
      shown: { run: number, result, body, exchanges: null },
      // Another request may have been opened while this one was under way.
      ...(result.entry && entry === opened && { entry: result.entry.id, kept: draft }),
    }))
    void showExchanges(backend, number)
  } catch (error) {
    showFailure(error, 'Not sent')
  } finally {
    useComposer.setState({ run: null })
  }
  await loadComposer(backend)
}

/** The app may take its time to hand out the debug data of a request. */
async function showExchanges(backend: Backend, run: number): Promise<void> {
  try {
    setExchanges(run, await backend.request('composer/exchanges', { run }))
  } catch (error) {
    setExchanges(run, [])
    showFailure(error)
  }
}

function setExchanges(run: number, exchanges: readonly SentExchange[]): void {
  useComposer.setState(({ shown }) => (shown?.run === run ? { shown: { ...shown, exchanges } } : {}))
}

/** Whether a request does not fit into a message to the collector. */
export function isTooLarge(draft: RequestDraft): boolean {
  return new TextEncoder().encode(JSON.stringify(draft)).length > LARGEST_DRAFT
}

export async function cancelSending(backend: Backend): Promise<void> {
  const { run } = useComposer.getState()
  if (run) await backend.request('composer/cancel', { run: run.number }).catch(showFailure)
}

/** The first bytes of the last response's body. */
export async function readBody(backend: Backend, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; ) {
    const { base64 } = await backend.request('composer/body', { offset: at })
    const piece = decodeBase64(base64).subarray(0, length - at)
    if (piece.length === 0) return bytes.slice(0, at)
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** Hands a file to the collector, which sends it from there. */
export async function uploadFile(backend: Backend, file: File): Promise<DraftFile> {
  if (file.size > LARGEST_UPLOAD) throw new Error(`${file.name} has more than ${formatBytes(LARGEST_UPLOAD)}.`)
  let upload: string | null = null
  for (let at = 0; at === 0 || at < file.size; at += COMPOSER_CHUNK) {
    const bytes = new Uint8Array(await file.slice(at, at + COMPOSER_CHUNK).arrayBuffer())
    const answer: { upload: string } = await backend.request('composer/upload', { upload, base64: encodeBase64(bytes) })
    upload = answer.upload
  }
  return { upload, name: file.name, bytes: file.size, type: file.type }
}
