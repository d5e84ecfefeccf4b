import type uPlot from 'uplot'
import type { ChartAxis } from './chart-data.ts'

type Ranges = Extract<ChartAxis, { readonly kind: 'ranges' }>

/** Room that a stretch takes which is left out, in widths of a range. */
export const BREAK = 3
const DASH = [3, 3]

/** Where each range begins on the axis, in widths of a range. */
export function placeRanges({ values, width }: Ranges): readonly number[] {
  let place = 0
  return values.map((start, index) => {
    const before = values[index - 1]
    if (before !== undefined) place += Math.round((start - before) / width) > 1 ? BREAK : 1
    return place
  })
}

/**
 * Which ranges are labelled, by their indexes: each `step`th, counted from zero, and the first behind a break; none closer to
 * another than `room`, in widths of a range.
 */
export function chooseLabels(axis: Ranges, step: number, room: number): readonly number[] {
  const places = placeRanges(axis)
  const at = (index: number | undefined) => places[index ?? -1] ?? Number.NEGATIVE_INFINITY
  const labels: number[] = []
  for (const [index, start] of axis.values.entries()) {
    const isFirst = index === 0 || at(index) - at(index - 1) > 1
    if (!isFirst && Math.round(start / axis.width) % step !== 0) continue
    const isCrowded = () => at(index) - at(labels.at(-1)) < room
    // What stands alone behind a break is what one wants to know of; that before it is known from its neighbours.
    while (isFirst && labels.length > 1 && isCrowded()) labels.pop()
    if (!isCrowded()) labels.push(index)
  }
  return labels
}

/** From where to where on the axis a stretch is left out. */
function findBreaks(axis: Ranges): readonly (readonly [from: number, to: number])[] {
  const places = placeRanges(axis)
  return places.flatMap((to, index) => {
    const from = (places[index - 1] ?? to) + 1
    return to > from ? [[from, to] as const] : []
  })
}

/** Draws a line through each stretch that is left out. */
export function breaks(axis: Ranges, readColor: (token: string) => string): uPlot.Plugin {
  return {
    hooks: {
      draw: (chart) => {
        const { ctx, bbox } = chart
        ctx.save()
        ctx.strokeStyle = readColor('--line-strong')
        ctx.setLineDash(DASH)
        for (const [from, to] of findBreaks(axis)) {
          const x = Math.round(chart.valToPos((from + to) / 2, 'x', true))
          ctx.beginPath()
          ctx.moveTo(x, bbox.top)
          ctx.lineTo(x, bbox.top + bbox.height)
          ctx.stroke()
        }
        ctx.restore()
      },
    },
  }
}
