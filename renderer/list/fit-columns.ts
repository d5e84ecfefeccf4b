import type { EventColumn } from './columns.tsx'

/** Left of the first column, px. */
const ROW_START = 3

/**
 * The columns that a list of `width` px has room for. What tells least is left out first, but never a column that the
 * user has given a width, or by which the list is sorted: then it scrolls.
 */
export function fitColumns(
  columns: readonly EventColumn[],
  sizes: Readonly<Record<string, number>>,
  width: number,
  sortField: string | null,
): readonly EventColumn[] {
  let excess = columns.reduce((sum, column) => sum + (sizes[column.id] ?? column.width), ROW_START) - width
  const leaving = new Set<EventColumn>()
  const yielding = columns
    .filter(({ id, sortBy, yields }) => yields && sizes[id] === undefined && (sortBy ?? '') !== sortField)
    .sort((a, b) => (a.yields ?? 0) - (b.yields ?? 0))
  for (const column of yielding) {
    if (excess <= 0) break
    leaving.add(column)
    excess -= column.width
  }
  return columns.filter((column) => !leaving.has(column))
}
