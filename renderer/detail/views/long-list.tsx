import { type ReactNode, useState } from 'react'

/** Items that one click adds: thousands at once would hold up the viewer. */
const STEP = 500

/** The first items of a long list, at least `first`, and the button that adds more; nothing once all of them show. */
export function useLongList<T>(
  items: readonly T[],
  first: number,
): { readonly shown: readonly T[]; readonly more: ReactNode } {
  const [added, setAdded] = useState(0)
  const shown = items.slice(0, first + added)
  const hidden = items.length - shown.length
  const all = items.length.toLocaleString('en')
  const more = hidden > 0 && (
    <button type="button" className="detail-link" onClick={() => setAdded(added + STEP)}>
      {hidden <= STEP ? `Show all ${all}` : `Show ${STEP} more of ${all}`}
    </button>
  )
  return { shown, more }
}
