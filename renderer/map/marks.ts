import type { EventId } from '../../shared/event.ts'
import type { MapPoint } from './map-point.ts'
import { type FlatPlace, type MapFrame, type Size, toScreen } from './mercator.ts'

/** Shapes tell types apart where colours do not. */
const SHAPES = ['circle', 'square', 'diamond', 'triangle'] as const

/** How the events of one type look on the map. */
export interface PointLook {
  readonly type: string
  readonly count: number
  /** Name of a CSS variable. */
  readonly color: string
  readonly shape: (typeof SHAPES)[number]
}

/** Colours that can be told apart, as names of tokens. */
const COLORS = ['--t-request', '--t-event', '--t-email', '--t-access', '--t-template', '--i5', '--t-middleware']

/** A look for each type, in the order in which the types come. */
export function chooseLooks(points: readonly MapPoint[]): ReadonlyMap<string, PointLook> {
  const counts = new Map<string, number>()
  for (const { type } of points) counts.set(type, (counts.get(type) ?? 0) + 1)
  return new Map(
    [...counts].map(([type, count], index) => {
      const color = COLORS[index % COLORS.length] ?? '--accent'
      return [type, { type, count, color, shape: SHAPES[index % SHAPES.length] ?? 'circle' }]
    }),
  )
}

/** Events of one type that stand at the same place of the screen. */
export interface Mark extends FlatPlace {
  /** The newest of them. */
  readonly index: number
  readonly count: number
}

/**
 * Closer than this two events of one type are one mark, px, and two corners of the path one: more could not be told
 * apart. Wider among very many, which would take too long to draw.
 */
function findGrain(points: number): number {
  if (points > 8000) return 14
  return points > 2000 ? 9 : 4
}

/** How far beyond the edge of the screen a mark still reaches into it, px. */
const EDGE = 12

/**
 * What to draw of the points: those on screen, and where many stand together one for all of them. The rarer a type, the
 * later it comes: what lies below is hidden.
 */
export function placeMarks(
  points: readonly MapPoint[],
  looks: ReadonlyMap<string, PointLook>,
  path: readonly FlatPlace[],
  frame: MapFrame,
  size: Size,
): readonly Mark[] {
  const marks = new Map<string, Mark>()
  const grid = findGrain(path.length)
  for (const [index, flat] of path.entries()) {
    const { x, y } = toScreen(flat, frame, size)
    if (x < -EDGE || y < -EDGE || x > size.width + EDGE || y > size.height + EDGE) continue
    const name = `${Math.round(x / grid)} ${Math.round(y / grid)} ${points[index]?.type}`
    const count = (marks.get(name)?.count ?? 0) + 1
    // Taken out first: what came last stands on top.
    marks.delete(name)
    marks.set(name, { x, y, index, count })
  }
  const frequency = ({ index }: Mark) => looks.get(points[index]?.type ?? '')?.count ?? 0
  return [...marks.values()].sort((a, b) => frequency(b) - frequency(a))
}

/** The path as that of an SVG, without corners that nobody would see. */
export function drawPath(path: readonly FlatPlace[], frame: MapFrame, size: Size): string {
  let drawn = ''
  const shortest = findGrain(path.length) / 2
  let last: FlatPlace | null = null
  for (const [index, flat] of path.entries()) {
    const place = toScreen(flat, frame, size)
    const isLast = index === path.length - 1
    if (last && !isLast && Math.hypot(place.x - last.x, place.y - last.y) < shortest) continue
    drawn += `${last ? 'L' : 'M'}${place.x.toFixed(1)} ${place.y.toFixed(1)}`
    last = place
  }
  return drawn
}

/** The index of the point of an event; -1 where it has no place. */
export function findPoint(points: readonly MapPoint[], id: EventId | null): number {
  return points.findIndex((point) => point.id === id)
}
