import { readFileSync, writeFileSync } from 'node:fs'

/** Place and size on the screens, in device-independent pixels. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How a window was left. */
export interface WindowState extends Bounds {
  readonly isMaximized: boolean
  /** Above all other windows. */
  readonly isOnTop: boolean
}

/** The state kept in `file`, or undefined when there is none that can be read. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    return parseWindowState(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(file, JSON.stringify(state))
}

/**
 * `bounds` moved and shrunk to lie inside the screen that shows most of it; undefined if none of `screens` shows any of
 * it, so that the system places the window. A screen may have gone since the bounds were kept.
 */
export function fitBounds(bounds: Bounds, screens: readonly Bounds[]): Bounds | undefined {
  let best: Bounds | undefined
  let most = 0
  for (const screen of screens) {
    const area = overlap(bounds, screen)
    if (area <= most) continue
    most = area
    best = screen
  }
  if (!best) return undefined
  const width = Math.min(bounds.width, best.width)
  const height = Math.min(bounds.height, best.height)
  return {
    x: Math.max(best.x, Math.min(bounds.x, best.x + best.width - width)),
    y: Math.max(best.y, Math.min(bounds.y, best.y + best.height - height)),
    width,
    height,
  }
}

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

function parseWindowState(value: unknown): WindowState | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { x, y, width, height, isMaximized, isOnTop } = value as Record<string, unknown>
  if (!isPixel(x) || !isPixel(y) || !isPixel(width) || !isPixel(height)) return undefined
  return { x, y, width, height, isMaximized: isMaximized === true, isOnTop: isOnTop === true }
}

function isPixel(value: unknown): value is number {
  return Number.isInteger(value)
}
