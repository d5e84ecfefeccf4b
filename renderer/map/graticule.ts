import { type FlatPlace, type MapFrame, type Size, toDegrees, toFlat, toScreen } from './mercator.ts'

/** A line of equal latitude or longitude on the screen. */
export interface GraticuleLine {
  readonly axis: 'latitude' | 'longitude'
  readonly degrees: number
  /** px from the top for a latitude, from the left for a longitude. */
  readonly at: number
  readonly label: string
}

/** Least distance between two lines, px. */
const ROOM = 110
/** Distances that read well, in degrees; below them decimal ones. */
const LARGE_STEPS = [30, 20, 10, 5, 2, 1]

/** The round latitudes and longitudes in sight: what the map's outline is too coarse for, they still tell. */
export function findGraticule(frame: MapFrame, size: Size): readonly GraticuleLine[] {
  const step = chooseStep((ROOM / frame.scale) * 360)
  const corner = (x: number, y: number): FlatPlace => ({
    x: frame.x + (x * size.width) / frame.scale,
    y: frame.y + (y * size.height) / frame.scale,
  })
  const northWest = toDegrees(corner(-0.5, -0.5))
  const southEast = toDegrees(corner(0.5, 0.5))
  const longitudes = roundsBetween(northWest.longitude, southEast.longitude, step).map((degrees): GraticuleLine => {
    const { x } = toScreen(toFlat(degrees, 0), frame, size)
    return { axis: 'longitude', degrees, at: x, label: formatDegrees(wrap(degrees), step, 'E', 'W') }
  })
  const latitudes = roundsBetween(southEast.latitude, northWest.latitude, step).map((degrees): GraticuleLine => {
    const { y } = toScreen(toFlat(0, degrees), frame, size)
    return { axis: 'latitude', degrees, at: y, label: formatDegrees(degrees, step, 'N', 'S') }
  })
  return [...longitudes, ...latitudes]
}

/** The smallest distance that reads well and is at least `least` degrees. */
function chooseStep(least: number): number {
  const large = LARGE_STEPS.findLast((step) => step >= least)
  if (large !== undefined && least > 0.5) return large
  if (least > 30) return 30
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((digit) => digit * power >= least) ?? 10) * power
}

function roundsBetween(from: number, to: number, step: number): readonly number[] {
  const rounds: number[] = []
  for (let index = Math.ceil(from / step); index * step <= to; index++) rounds.push(index * step)
  return rounds
}

/** A longitude between -180 and 180. */
function wrap(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360)
}

function formatDegrees(degrees: number, step: number, positive: string, negative: string): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const text = `${Math.abs(degrees).toFixed(digits)}°`
  if (Number(Math.abs(degrees).toFixed(digits)) === 0) return text
  return `${text} ${degrees > 0 ? positive : negative}`
}
