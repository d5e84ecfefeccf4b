import type { EventRow } from '../../shared/event.ts'

/** Rows asked for at once. */
export const PAGE_SIZE = 100
/** Pages kept; the farthest from what is on screen go first. */
export const MAX_PAGES = 100

/** `PAGE_SIZE` rows of the view from a multiple of it on; rows that were never fetched are holes. */
export interface CachedPage {
  readonly rows: readonly (EventRow | undefined)[]
  /** The generation of the view the rows belong to: an older one is shown until it is fetched again. */
  readonly generation: number
}

/** By page number. */
export type PageCache = ReadonlyMap<number, CachedPage>

/** The row at an index of the view, or undefined while it is not here. */
export function rowAt(cache: PageCache, index: number): EventRow | undefined {
  return cache.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE]
}

/** The cache with `rows` at `offset` to `offset + rows.length`; pages of an older generation are replaced, not mixed. */
export function insertRows(cache: PageCache, offset: number, rows: readonly EventRow[], generation: number): PageCache {
  const next = new Map(cache)
  let from = 0
  while (from < rows.length) {
    const page = Math.floor((offset + from) / PAGE_SIZE)
    const start = (offset + from) % PAGE_SIZE
    const part = rows.slice(from, from + PAGE_SIZE - start)
    const known = next.get(page)
    const filled = known?.generation === generation ? [...known.rows] : []
    for (const [position, row] of part.entries()) filled[start + position] = row
    next.set(page, { rows: filled, generation })
    from += part.length
  }
  return next
}

/** Drops the pages farthest from the row `around` until at most `limit` are left. */
export function evictPages(cache: PageCache, around: number, limit = MAX_PAGES): PageCache {
  if (cache.size <= limit) return cache
  const center = Math.floor(around / PAGE_SIZE)
  const nearest = [...cache].sort(([a], [b]) => Math.abs(a - center) - Math.abs(b - center))
  return new Map(nearest.slice(0, limit))
}

/** Numbers of the pages between two rows (inclusive) that are not here, have holes, or are of an older generation. */
export function findMissingPages(
  cache: PageCache,
  range: { readonly first: number; readonly last: number },
  rowCount: number,
  generation: number,
): number[] {
  const missing: number[] = []
  const last = Math.min(range.last, rowCount - 1)
  for (let page = Math.floor(Math.max(0, range.first) / PAGE_SIZE); page * PAGE_SIZE <= last; page++) {
    const known = cache.get(page)
    const expected = Math.min(PAGE_SIZE, rowCount - page * PAGE_SIZE)
    if (known?.generation !== generation || !isFilled(known.rows, expected)) missing.push(page)
  }
  return missing
}

/** Whether all rows from `first` to `last` are here, of whichever generation; those beyond the list's end need not be. */
export function hasRows(
  cache: PageCache,
  { first, last }: { readonly first: number; readonly last: number },
  rowCount: number,
): boolean {
  for (let index = Math.max(0, first); index <= Math.min(last, rowCount - 1); index++)
    if (!rowAt(cache, index)) return false
  return true
}

function isFilled(rows: readonly (EventRow | undefined)[], count: number): boolean {
  for (let position = 0; position < count; position++) if (!rows[position]) return false
  return true
}
