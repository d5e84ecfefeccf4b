import { formatBytes } from '../../shared/format.ts'
import { type ExportSelection, TRANSFER_CHUNK } from '../../shared/transfer.ts'
import type { Backend } from '../backend.ts'
import { decodeBase64 } from '../ui/base64.ts'
import { showFailure } from '../ui/failures.ts'
import { saveBytes } from '../ui/save-bytes.ts'
import { showToast } from '../ui/toasts.tsx'
import { runTransfer, showProgress } from './running.ts'

let lastExport = 0

/** Has an export written, fetches it and hands it to the browser to save. */
export async function exportFile(backend: Backend, selection: ExportSelection): Promise<void> {
  const number = ++lastExport
  const close = () => void backend.request('export/close', { export: number }).catch(() => undefined)
  try {
    await runTransfer('Writing the export', close, async (isCancelled) => {
      try {
        const { name, bytes, events } = await backend.request('export/begin', { export: number, selection })
        showProgress({ label: `Fetching ${name}` })
        const parts: Uint8Array<ArrayBuffer>[] = []
        for (let offset = 0; offset < bytes; offset += TRANSFER_CHUNK) {
          showProgress({ fraction: offset / bytes, detail: `${formatBytes(offset)} of ${formatBytes(bytes)}` })
          const { base64 } = await backend.request('export/read', { export: number, offset })
          if (isCancelled()) return
          parts.push(decodeBase64(base64))
        }
        saveBytes(name, parts)
        showToast(`Exported ${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}.`)
      } finally {
        close()
      }
    })
  } catch (error) {
    showFailure(error)
  }
}
