import type { DraftField } from '../../shared/composer.ts'

/** Compressions that can be undone here; browsers offer more. */
const ENCODINGS = /^(gzip|x-gzip|deflate|br|identity|\*)(;|$)/i

/** Headers of another client as the composer sends them: the length of a body is counted anew, and its answer must be legible. */
export function takeHeaders(headers: readonly DraftField[]): readonly DraftField[] {
  return headers.flatMap((header) => {
    const name = header.key.toLowerCase()
    if (name === 'content-length') return []
    if (name !== 'accept-encoding') return [header]
    const encodings = header.value.split(',').map((encoding) => encoding.trim())
    const value = encodings.filter((encoding) => ENCODINGS.test(encoding)).join(', ')
    return value === '' ? [] : [{ ...header, value }]
  })
}
