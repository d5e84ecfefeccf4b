import { type ExportSelection, TRANSFER_CHUNK } from '../../shared/transfer.ts'
import type { TestViewer } from './viewer.ts'

/** What an export of these events holds. */
export async function exportFile(viewer: TestViewer, selection: ExportSelection): Promise<Buffer> {
  const { bytes } = await viewer.request('export/begin', { export: 1, selection })
  const parts: Buffer[] = []
  for (let offset = 0; offset < bytes; offset += TRANSFER_CHUNK) {
    parts.push(Buffer.from((await viewer.request('export/read', { export: 1, offset })).base64, 'base64'))
  }
  await viewer.request('export/close', { export: 1 })
  return Buffer.concat(parts)
}
