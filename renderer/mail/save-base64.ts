import { decodeBase64, saveBlob } from '../ui/save-blob.ts'

/** Hands bytes of a mail to the browser to save. Their type tells nothing, so that nobody opens them on the way. */
export function saveBase64(name: string, base64: string): void {
  saveBlob(name, new Blob([decodeBase64(base64)], { type: 'application/octet-stream' }))
}
