import { useEffect, useState } from 'react'
import { countHidden, useLog } from '../state/log.ts'

/** Quiet time between two announcements, ms: a stream of events must not talk over everything else. */
const PAUSE = 3000

/** Tells screen readers how many events show, at most every few seconds. */
export function Announcement() {
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setInterval(() => {
      const { shown } = useLog.getState()
      if (!shown.isComplete) return
      const hidden = countHidden(shown)
      setText(`${shown.matching} events${hidden > 0 ? `, ${hidden} hidden by filter` : ''}`)
    }, PAUSE)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="status" aria-live="polite" className="sr-only">
      {text}
    </span>
  )
}
