import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { JsonPlace } from './json-path.ts'
import { type JsonMatches, NO_MATCHES, searchJson, searchPattern } from './json-search.ts'
import type { JsonList, JsonObject } from './json-value.ts'

export interface JsonSearch {
  readonly text: string
  readonly pattern: RegExp | null
  readonly matches: JsonMatches
  /** Index of the match that is shown. */
  readonly current: number
  setText(text: string): void
  /** Shows the next match, or with -1 the one before; around the end. */
  step(by: 1 | -1): void
}

/** Searches while `isActive`, and shows the first match as soon as it is found. */
export function useJsonSearch(
  value: JsonObject | JsonList,
  isActive: boolean,
  onShow: (place: JsonPlace) => void,
): JsonSearch {
  const [text, setText] = useState('')
  const [found, setFound] = useState({ matches: NO_MATCHES, current: 0 })
  const pattern = useMemo(() => searchPattern(text), [text])
  const show = useEffectEvent(onShow)

  useEffect(() => {
    setFound({ matches: NO_MATCHES, current: 0 })
    if (!isActive || !pattern) return
    const search = new AbortController()
    let hasShown = false
    void searchJson(value, pattern, search.signal, (matches) => {
      setFound(({ current }) => ({ matches, current }))
      const [first] = matches.places
      if (first && !hasShown) show(first)
      hasShown ||= first !== undefined
    })
    return () => search.abort()
  }, [value, pattern, isActive])

  const step = (by: 1 | -1) => {
    const { places } = found.matches
    const next = (found.current + by + places.length) % places.length
    const place = places[next]
    if (!place) return
    setFound({ ...found, current: next })
    onShow(place)
  }
  return { text, pattern, ...found, setText, step }
}
