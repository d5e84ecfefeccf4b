/** Browsers cut elements at about 33 million px; below this, one pixel of scrolling is one pixel of rows. */
export const MAX_SCROLL_HEIGHT = 15_000_000

/** Sizes in px: of all rows together, and of the part of the screen they scroll in. */
export interface ScrollSize {
  readonly total: number
  readonly viewport: number
}

/** Where the list stands: `real` is the element's scrollTop, `virtual` the px of rows above the viewport. */
export interface ScrollPosition {
  readonly real: number
  readonly virtual: number
}

/** Height of the element that stands for all rows. */
export function toScrollHeight({ total }: ScrollSize): number {
  return Math.min(total, MAX_SCROLL_HEIGHT)
}

/** The largest virtual position: the last row is at the bottom. */
export function findEnd({ total, viewport }: ScrollSize): number {
  return Math.max(0, total - viewport)
}

/** A position with the scrollbar where it belongs for `virtual`, which is brought into range. */
export function placeScroll(virtual: number, size: ScrollSize): ScrollPosition {
  const inside = Math.min(Math.max(0, virtual), findEnd(size))
  return { virtual: inside, real: Math.round(toReal(inside, size)) }
}

/**
 * The position after the browser scrolled to `real`. In a list too tall for the browser, a small step (wheel, key, drag
 * of a finger) moves as many px of rows, and a jump of the scrollbar moves in proportion. Where small steps have led
 * the scrollbar to its end before the rows are at theirs, `real` differs from the given one: the caller must set it.
 */
export function followScroll(from: ScrollPosition, real: number, size: ScrollSize): ScrollPosition {
  const end = findEnd(size)
  const realEnd = findRealEnd(size)
  if (end === realEnd) return { real, virtual: real }
  const step = real - from.real
  if (Math.abs(step) > size.viewport * 2) return { real, virtual: Math.round(toVirtual(real, size)) }
  const virtual = from.virtual + step
  const isAtEdge = real <= 0 || real >= realEnd || virtual <= 0 || virtual >= end
  return isAtEdge ? placeScroll(virtual, size) : { real, virtual }
}

function findRealEnd(size: ScrollSize): number {
  return Math.max(0, toScrollHeight(size) - size.viewport)
}

/**
 * Px at either end of a tall list that scroll one to one. Without them, the last rows before an end would hide behind a
 * scrollbar that is already there.
 */
const EXACT = 200_000

function toReal(virtual: number, size: ScrollSize): number {
  const end = findEnd(size)
  const realEnd = findRealEnd(size)
  if (end === realEnd || virtual <= EXACT) return virtual
  if (virtual >= end - EXACT) return realEnd - (end - virtual)
  return EXACT + (virtual - EXACT) * findScale(end, realEnd)
}

function toVirtual(real: number, size: ScrollSize): number {
  const end = findEnd(size)
  const realEnd = findRealEnd(size)
  if (end === realEnd || real <= EXACT) return real
  if (real >= realEnd - EXACT) return end - (realEnd - real)
  return EXACT + (real - EXACT) / findScale(end, realEnd)
}

/** Px of the scrollbar per px of rows, between the ends. */
function findScale(end: number, realEnd: number): number {
  return (realEnd - 2 * EXACT) / (end - 2 * EXACT)
}
