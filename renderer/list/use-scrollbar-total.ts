import { useCallback, useEffect, useRef, useState } from 'react'

/** How long the scrollbar may be behind the rows, ms. */
const LONGEST_BEHIND = 250

/**
 * The height that the scrollbar stands for, px. Of a list that grows at its end while the end is shown, it catches up some
 * times a second: in between rows change where they are, which costs the browser less than to scroll to them.
 */
export function useScrollbarTotal(total: number, isGrowing: boolean): { barTotal: number; catchUp(): void } {
  const [reached, setReached] = useState({ total, isGrowing })
  if (reached.isGrowing !== isGrowing || reached.total > total) setReached({ total, isGrowing })
  const barTotal = isGrowing ? Math.min(reached.total, total) : total

  const latest = useRef(total)
  latest.current = total
  const catchUp = useCallback(() => setReached(({ isGrowing }) => ({ total: latest.current, isGrowing })), [])

  const isBehind = barTotal !== total
  useEffect(() => {
    if (!isBehind) return
    const timer = setTimeout(catchUp, LONGEST_BEHIND)
    return () => clearTimeout(timer)
  }, [isBehind, catchUp])

  return { barTotal, catchUp }
}
