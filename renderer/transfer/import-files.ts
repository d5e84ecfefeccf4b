import { formatBytes } from '../../shared/format.ts'
import { type ImportResult, TRANSFER_CHUNK } from '../../shared/transfer.ts'
import type { Backend } from '../backend.ts'
import { encodeBase64 } from '../ui/base64.ts'
import { showFailure } from '../ui/failures.ts'
import { showToast } from '../ui/toasts.tsx'
import { runTransfer, showProgress } from './running.ts'

/** Between two looks at how far an import is, ms. */
const PROGRESS_INTERVAL = 200
/** Sending takes this share of the bar; storing is the longer part. */
const SENDING_SHARE = 0.3

let lastImport = 0

/** Lets the user choose files, and imports them. */
export function chooseFiles(backend: Backend): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => void importFiles(backend, [...(input.files ?? [])])
  input.click()
}

/** Imports files one after another, telling how each went; to cancel one is to cancel those behind it, too. */
export async function importFiles(backend: Backend, files: readonly File[]): Promise<void> {
  for (const file of files) {
    try {
      if (!(await importFile(backend, file))) return
    } catch (error) {
      showFailure(error, file.name)
    }
  }
}

/** Resolves with false once it was cancelled. */
function importFile(backend: Backend, file: File): Promise<boolean> {
  const number = ++lastImport
  const close = () => void backend.request('import/close', { import: number }).catch(() => undefined)
  return runTransfer(`Importing ${file.name}`, close, async (isCancelled) => {
    try {
      await backend.request('import/begin', { import: number })
      for (let at = 0; at < file.size && !isCancelled(); at += TRANSFER_CHUNK) {
        const bytes = new Uint8Array(await file.slice(at, at + TRANSFER_CHUNK).arrayBuffer())
        await backend.request('import/write', { import: number, base64: encodeBase64(bytes) })
        showProgress({ fraction: (SENDING_SHARE * at) / file.size, detail: formatBytes(at + bytes.length) })
      }
      if (isCancelled()) return
      const watch = setInterval(() => void watchProgress(backend, number), PROGRESS_INTERVAL)
      try {
        describe(file.name, await backend.request('import/run', { import: number }))
      } finally {
        clearInterval(watch)
      }
    } finally {
      close()
    }
  })
}

async function watchProgress(backend: Backend, number: number): Promise<void> {
  const progress = await backend.request('import/progress', { import: number }).catch(() => null)
  if (!progress || progress.total === 0) return
  const { done, total, events } = progress
  showProgress({
    fraction: SENDING_SHARE + ((1 - SENDING_SHARE) * done) / total,
    detail: `${events.toLocaleString('en')} events`,
  })
}

function describe(name: string, { events, invalid, problem, isCancelled }: ImportResult): void {
  const stored = `${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}`
  if (isCancelled) showToast(`Stopped. ${stored} of ${name} were imported before.`)
  else if (problem !== null) {
    const more = invalid > 1 ? `, and ${(invalid - 1).toLocaleString('en')} more` : ''
    showToast(`Imported ${stored} of ${name}. Not readable: ${problem}${more}.`, { tone: 'bad' })
  } else showToast(`Imported ${stored} of ${name}.`)
}
