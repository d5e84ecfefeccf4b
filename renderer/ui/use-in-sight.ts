import { type RefObject, useEffect, useState } from 'react'

/** Beyond the edges of what scrolls, so that what is scrolled to is there already. */
const MARGIN = '200px'

/** Whether an element is on screen, or about to be: what is costly to keep up to date can wait for it. */
export function useInSight(element: RefObject<Element | null>): boolean {
  const [isInSight, setInSight] = useState(false)
  useEffect(() => {
    if (!element.current) return
    const observer = new IntersectionObserver((entries) => setInSight(entries.at(-1)?.isIntersecting ?? false), {
      scrollMargin: MARGIN,
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return isInSight
}
