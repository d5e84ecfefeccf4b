import { useEffect, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import { useViewer } from '../state/viewer-context.ts'

const IMAGE_TYPE = /^image\/[\w.+-]+$/i
const NONE: ReadonlyMap<string, string> = new Map()

/** The images a mail brings along for its HTML, as `data:` addresses by content id; empty until they are here. */
export function useInlineImages(id: EventId, isNeeded: boolean): ReadonlyMap<string, string> {
  const { backend } = useViewer()
  const [images, setImages] = useState(NONE)

  useEffect(() => {
    if (!isNeeded) return
    let isCurrent = true
    backend.request('mail/inline', id).then(
      (found) => {
        if (!isCurrent) return
        const images = found.filter(({ type }) => IMAGE_TYPE.test(type))
        setImages(new Map(images.map(({ contentId, type, base64 }) => [contentId, `data:${type};base64,${base64}`])))
      },
      // Without them the preview shows their alternative texts, as it does for any image that is not there.
      () => {},
    )
    return () => {
      isCurrent = false
    }
  }, [backend, id, isNeeded])
  return images
}
