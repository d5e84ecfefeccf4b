import { useCallback, useSyncExternalStore } from 'react'
import { useView } from '../state/view.ts'

/** Whether a media query holds, now and after each change. Its px are those of the page, whatever the viewer's zoom. */
export function useMediaQuery(query: string): boolean {
  const zoom = useView((view) => view.zoom / 100)
  const zoomed = query.replace(/([\d.]+)px/g, (_, px) => `${Number(px) * zoom}px`)
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(zoomed)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [zoomed],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(zoomed).matches)
}
