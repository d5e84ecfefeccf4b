import { create } from 'zustand'
import { type FlatPlace, fitPath, type MapFrame, panFrame, type Size, zoomFrame } from './mercator.ts'

/** What of the map is on screen. */
export interface MapState {
  /** Null as long as the map follows the path; the user's own choice from the first zoom or move on. */
  readonly frame: MapFrame | null
  readonly path: readonly FlatPlace[]
  readonly size: Size
}

const EMPTY: MapState = { frame: null, path: [], size: { width: 0, height: 0 } }

export const useMap = create<MapState>(() => EMPTY)

export function startMap(): void {
  useMap.setState(EMPTY, true)
}

/** What is on screen now. */
export function findFrame({ frame, path, size }: MapState): MapFrame {
  return frame ?? fitPath(path, size)
}

export function zoomMap(factor: number, at?: FlatPlace): void {
  useMap.setState((map) => ({ frame: zoomFrame(findFrame(map), factor, map.size, at) }))
}

/** Moves what is on screen by px. */
export function panMap(x: number, y: number): void {
  useMap.setState((map) => ({ frame: panFrame(findFrame(map), { x, y }, map.size) }))
}

/** Shows all of the path, and keeps it in sight while it grows. */
export function fitMap(): void {
  useMap.setState({ frame: null })
}

/** Share of the screen, from its middle, in which a place is well in sight. */
const IN_SIGHT = 0.46

/** Moves a place into the middle, unless it is in sight. */
export function bringIntoSight(place: FlatPlace): void {
  useMap.setState((map) => {
    const frame = findFrame(map)
    const isNear = (distance: number, length: number) => Math.abs(distance * frame.scale) <= length * IN_SIGHT
    if (isNear(place.x - frame.x, map.size.width) && isNear(place.y - frame.y, map.size.height)) return map
    return { frame: panFrame({ ...frame, ...place }, { x: 0, y: 0 }, map.size) }
  })
}
