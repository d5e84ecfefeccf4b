import { useLayoutEffect, useRef, useState } from 'react'
import type { Selection } from './log.ts'

/** From one event to the next that takes its place in the details, ms. */
const LEAST_TIME = 250

/**
 * The selected event, as the details show it: with a key held down it changes faster than anyone reads, and drawing each
 * of those passed would make the list stand still. A single step shows at once.
 */
export function useSteadySelection(selection: Selection | null): Selection | null {
  const [steady, setSteady] = useState(selection)
  const changed = useRef(Number.NEGATIVE_INFINITY)
  const isSteady = steady?.id === selection?.id

  useLayoutEffect(() => {
    if (isSteady) return
    const show = () => {
      changed.current = performance.now()
      setSteady(selection)
    }
    const wait = changed.current + LEAST_TIME - performance.now()
    if (wait <= 0) return show()
    const timer = setTimeout(show, wait)
    return () => clearTimeout(timer)
  }, [selection, isSteady])

  return isSteady || selection === null || steady === null ? selection : steady
}
