import { type Interval, lengthOf } from './timeline.ts'

/** Width of a folded gap, as a share of all that is not folded. */
const FOLDED_SHARE = 0.1

/** Maps times to places on the axis, from 0 (its start) to 1 (its end), with some stretches of time folded narrow. */
export interface TimeScale extends Interval {
  readonly folds: readonly Interval[]
  toPlace(time: number): number
  toTime(place: number): number
}

/** A stretch of time that is drawn in one measure. */
interface Piece extends Interval {
  /** Where it is drawn. */
  readonly from: number
  readonly to: number
}

/** A scale over `extent`. `folds` are in order of time, and do not overlap. */
export function createScale(extent: Interval, folds: readonly Interval[]): TimeScale {
  const pieces = layOut(extent, folds)
  const find = (isBefore: (piece: Piece) => boolean) => pieces.findLast(isBefore) ?? pieces[0]
  return {
    ...extent,
    folds,
    toPlace(time) {
      const piece = find(({ start }) => start <= time)
      if (!piece || lengthOf(piece) === 0) return 0
      return piece.from + ((time - piece.start) / lengthOf(piece)) * (piece.to - piece.from)
    },
    toTime(place) {
      const piece = find(({ from }) => from <= place)
      if (!piece || piece.to === piece.from) return extent.start
      return piece.start + ((place - piece.from) / (piece.to - piece.from)) * lengthOf(piece)
    },
  }
}

function layOut(extent: Interval, folds: readonly Interval[]): Piece[] {
  const open = lengthOf(extent) - folds.reduce((sum, fold) => sum + lengthOf(fold), 0)
  // Where nothing but folds is left, they share the axis.
  const foldedLength = open > 0 ? open * FOLDED_SHARE : 1
  const total = open + folds.length * foldedLength
  const pieces: Piece[] = []
  let from = 0
  const add = (interval: Interval, length: number) => {
    const to = total === 0 ? 0 : from + length / total
    pieces.push({ ...interval, from, to })
    from = to
  }
  let time = extent.start
  for (const fold of folds) {
    if (fold.start > time) add({ start: time, end: fold.start }, fold.start - time)
    add(fold, foldedLength)
    time = fold.end
  }
  if (extent.end > time || pieces.length === 0) add({ start: time, end: extent.end }, extent.end - time)
  return pieces
}

/** The part of the axis on screen, in places of the scale. */
export interface Viewport {
  readonly from: number
  readonly to: number
}

export const WHOLE_AXIS: Viewport = { from: 0, to: 1 }

/** At most so many times larger than the whole. */
const MOST_ZOOM = 20_000

/** The viewport made `factor` times narrower, with the place `anchor` where it was on screen. */
export function zoomAt({ from, to }: Viewport, factor: number, anchor: number): Viewport {
  const width = Math.min(1, Math.max(1 / MOST_ZOOM, (to - from) / factor))
  const share = to === from ? 0.5 : (anchor - from) / (to - from)
  return keepInside(anchor - share * width, width)
}

/** The viewport moved along the axis. */
export function pan({ from, to }: Viewport, by: number): Viewport {
  return keepInside(from + by, to - from)
}

/** The viewport from one place to another, in either order. */
export function selectRange(a: number, b: number): Viewport {
  const [from, to] = a < b ? [a, b] : [b, a]
  const inside = { from: Math.max(0, from), to: Math.min(1, to) }
  return zoomAt(inside, 1, (inside.from + inside.to) / 2)
}

function keepInside(from: number, width: number): Viewport {
  const start = Math.min(Math.max(0, from), 1 - width)
  return { from: start, to: start + width }
}

/** Round times for labels, ms after the start of the axis, about `count` of them in a part of it. */
export function findTicks({ start, end }: Interval, count: number): number[] {
  const step = findStep(Math.max(0, end - start) / Math.max(1, count))
  if (step === 0) return []
  const ticks: number[] = []
  for (let index = Math.ceil(start / step); index * step <= end && ticks.length < 1000; index++)
    ticks.push(index * step)
  return ticks
}

/** Steps that read well: 1, 2 and 5 with zeros below a second, then parts of a minute, an hour, a day. ms. */
const LONG_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]

function findStep(least: number): number {
  if (least <= 0) return 0
  if (least >= 500) {
    const long = LONG_STEPS.find((seconds) => seconds * 1000 >= least)
    return long ? long * 1000 : Math.ceil(least / 86_400_000) * 86_400_000
  }
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((digit) => digit * power >= least) ?? 10) * power
}
