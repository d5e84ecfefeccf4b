import type { TimeScale, Viewport } from './time-scale.ts'
import type { Interval } from './timeline.ts'

/**
 * The gaps as a CSS background, one for all rows: an element for each of them in each row would cost more than the bars.
 * Folded ones are darker.
 */
export function drawBackdrop(gaps: readonly Interval[], scale: TimeScale, { from, to }: Viewport): string {
  const toPercent = (time: number) => `${(((scale.toPlace(time) - from) / (to - from)) * 100).toFixed(3)}%`
  const stops = gaps.flatMap((gap) => {
    const colour = scale.folds.includes(gap) ? 'var(--gap-folded)' : 'var(--gap)'
    const [left, right] = [toPercent(gap.start), toPercent(gap.end)]
    return [`transparent ${left}`, `${colour} ${left}`, `${colour} ${right}`, `transparent ${right}`]
  })
  return stops.length === 0 ? 'none' : `linear-gradient(to right, ${stops.join(', ')})`
}
