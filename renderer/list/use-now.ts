import { useEffect, useState } from 'react'
import type { TimeMode } from '../state/settings.ts'

/** How often the time column may change by itself, ms: each second for ages, each minute for the change of the day. */
const INTERVALS: Readonly<Record<TimeMode, number>> = { relative: 1000, absolute: 60_000, delta: 60_000 }

/** The time, ms since the epoch, renewed as often as the time column needs it. */
export function useNow(mode: TimeMode): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), INTERVALS[mode])
    return () => clearInterval(timer)
  }, [mode])
  return now
}
