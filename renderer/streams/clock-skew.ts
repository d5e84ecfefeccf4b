import type { EventRow } from '../../shared/event.ts'

/** A smaller difference is what the way takes, ms. */
export const NOTICEABLE_SKEW = 1000

/**
 * By how much the clock of a stream's sender is behind ours, ms; less than 0 where it is ahead. The median of all events
 * that came with a time of their own, because single ones may have been sent late. Null where it is not noticeable.
 */
export function findSkew(events: readonly EventRow[]): { readonly behind: number; readonly of: number } | null {
  const gaps = events
    .filter(({ time, received }) => time !== received)
    .map(({ time, received }) => received - time)
    .sort((a, b) => a - b)
  const behind = gaps[Math.floor(gaps.length / 2)]
  if (behind === undefined || Math.abs(behind) <= NOTICEABLE_SKEW) return null
  return { behind, of: gaps.length }
}
