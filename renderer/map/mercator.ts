/** A place on the flat map: 0 to 1 from west to east and from north to south; a further world begins at 1. */
export interface FlatPlace {
  readonly x: number
  readonly y: number
}

/** What part of the map is on screen. */
export interface MapFrame extends FlatPlace {
  /** px that the whole world is wide. `x` and `y` are the middle of the screen. */
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Beyond this latitude the map ends: there it is a square. */
const MOST_LATITUDE = 85.0511
/** Length of the equator, m. */
const EQUATOR = 40_075_017
/** A closer look would show nothing but errors of measurement, m per px. */
const CLOSEST = 0.02
/** A path is drawn with at least so much of the world around it, m: a single point has no size. */
const LEAST_EXTENT = 400
/** Share of the screen left free around a path. */
const MARGIN = 0.12

/** Web Mercator: shapes keep their angles, which is what a town needs; sizes are true at one latitude only. */
export function toFlat(longitude: number, latitude: number): FlatPlace {
  const sine = Math.sin((Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude)) * Math.PI) / 180)
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

export function toDegrees({ x, y }: FlatPlace): { readonly longitude: number; readonly latitude: number } {
  return {
    longitude: (x - 0.5) * 360,
    latitude: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
  }
}

/** The places of a path, each on the side of the world that is nearer to the one before: across the date line, too. */
export function toFlatPath(
  points: readonly { readonly longitude: number; readonly latitude: number }[],
): readonly FlatPlace[] {
  let last: number | null = null
  return points.map(({ longitude, latitude }) => {
    const place = toFlat(longitude, latitude)
    const x: number = last === null ? place.x : place.x + Math.round(last - place.x)
    last = x
    return { x, y: place.y }
  })
}

/** m on the ground that a px shows in the middle of the screen. */
export function metersPerPixel({ x, y, scale }: MapFrame): number {
  return (EQUATOR * Math.cos((toDegrees({ x, y }).latitude * Math.PI) / 180)) / scale
}

export function toScreen({ x, y }: FlatPlace, frame: MapFrame, { width, height }: Size): FlatPlace {
  return { x: (x - frame.x) * frame.scale + width / 2, y: (y - frame.y) * frame.scale + height / 2 }
}

/** The frame in which a whole path is seen; the whole world without one. */
export function fitPath(path: readonly FlatPlace[], size: Size): MapFrame {
  if (path.length === 0) return keepInWorld({ x: 0.5, y: 0.5, scale: size.width }, size)
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of path) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 }
  const least = LEAST_EXTENT / metersPerPixel({ ...middle, scale: 1 })
  const room = 1 - 2 * MARGIN
  const scale = Math.min(
    (size.width * room) / Math.max(right - left, least),
    (size.height * room) / Math.max(bottom - top, least),
  )
  return keepInWorld({ ...middle, scale }, size)
}

/** The frame `factor` times closer, with the place under `at` (px from the middle of the screen) where it was. */
export function zoomFrame(frame: MapFrame, factor: number, size: Size, at: FlatPlace = { x: 0, y: 0 }): MapFrame {
  const { scale } = keepInWorld({ ...frame, scale: frame.scale * factor }, size)
  const shift = 1 / frame.scale - 1 / scale
  return keepInWorld({ x: frame.x + at.x * shift, y: frame.y + at.y * shift, scale }, size)
}

/** The frame moved by px of the screen. */
export function panFrame(frame: MapFrame, by: FlatPlace, size: Size): MapFrame {
  return keepInWorld({ ...frame, x: frame.x + by.x / frame.scale, y: frame.y + by.y / frame.scale }, size)
}

/** The world is at least as wide as the screen, and never leaves it to the north or south. */
function keepInWorld({ x, y, scale }: MapFrame, { width, height }: Size): MapFrame {
  const closest = EQUATOR / CLOSEST
  const kept = Math.min(closest, Math.max(scale, Math.max(1, width)))
  const halfHeight = Math.min(0.5, height / 2 / kept)
  return { x, y: Math.min(1 - halfHeight, Math.max(halfHeight, y)), scale: kept }
}

/** The longest round distance that is no more than `most` px wide. */
export function findScaleBar(frame: MapFrame, most: number): { readonly meters: number; readonly width: number } {
  const perPixel = metersPerPixel(frame)
  const longest = most * perPixel
  const power = 10 ** Math.floor(Math.log10(longest))
  const meters = ([5, 2, 1].find((digit) => digit * power <= longest) ?? 1) * power
  return { meters, width: meters / perPixel }
}

export function formatMeters(meters: number): string {
  if (meters >= 1000) return `${Number((meters / 1000).toPrecision(3)).toLocaleString('en')} km`
  if (meters >= 1) return `${Number(meters.toPrecision(3))} m`
  return `${Number((meters * 100).toPrecision(3))} cm`
}

/** Meters along a path over the ground. */
export function measurePath(
  points: readonly { readonly longitude: number; readonly latitude: number }[],
  distance: (a: [number, number], b: [number, number]) => number,
): number {
  let radians = 0
  for (const [index, { longitude, latitude }] of points.entries()) {
    const before = points[index - 1]
    if (before) radians += distance([before.longitude, before.latitude], [longitude, latitude])
  }
  return (radians * EQUATOR) / (2 * Math.PI)
}
