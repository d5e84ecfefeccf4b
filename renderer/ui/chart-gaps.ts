import type uPlot from 'uplot'

/** Of fewer values nobody can say which distance is usual. */
const FEWEST = 8
/** A line breaks where its values are so many times further apart than usual. */
const UNUSUAL = 8
/** Shorter ones, ms, are no breaks, however fast values come. */
const SHORTEST_GAP = 5000

/** Beyond which distance of two moments, ms since the epoch and ascending, nothing is known of what was between them. */
export function findLongest(times: readonly number[]): number {
  if (times.length < FEWEST) return Number.POSITIVE_INFINITY
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const usual = distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0
  return Math.max(SHORTEST_GAP, usual * UNUSUAL)
}

export interface LineBreaks {
  readonly gaps: uPlot.Series.GapsRefiner
  readonly filter: uPlot.Series.Points.Filter
}

/** What of uPlot's options breaks the line of a series where its values are further apart than `readLongest` says. */
export function breakLine(readLongest: () => number): LineBreaks {
  return {
    gaps: (chart, _series, first, last, gaps) => {
      const times = chart.data[0]
      const longest = readLongest()
      for (let index = first + 1; index <= last; index++) {
        if (!isApart(times, index, longest)) continue
        const place = (at: number) => Math.round(chart.valToPos(times[at] ?? 0, 'x', true))
        gaps.push([place(index - 1), place(index)])
      }
      return gaps.sort(([a], [b]) => a - b)
    },
    // One that stands alone between two gaps is no line, and would not be seen.
    filter: (chart, _series, isShown) => {
      if (isShown) return null
      const times = chart.data[0]
      const longest = readLongest()
      const alone = [...times.keys()].filter(
        (index) => isApart(times, index, longest) && isApart(times, index + 1, longest),
      )
      return alone.length > 0 ? alone : null
    },
  }
}

/** Whether there is a gap before the moment of this index. */
function isApart(times: ArrayLike<number>, index: number, longest: number): boolean {
  return (times[index] ?? Number.POSITIVE_INFINITY) - (times[index - 1] ?? Number.NEGATIVE_INFINITY) > longest
}
