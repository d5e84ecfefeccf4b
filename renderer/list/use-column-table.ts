import {
  type ColumnSizingState,
  type ColumnVisibilityState,
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { EventRow } from '../../shared/event.ts'
import type { OrderBy } from '../../shared/query/query.ts'
import { useView } from '../state/view.ts'
import { COLUMNS, type EventColumn } from './columns.tsx'

const features = tableFeatures({
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
})

const DEFINITIONS = COLUMNS.map((column) => ({
  id: column.id,
  header: column.header,
  size: column.width,
  minSize: 36,
  maxSize: 1200,
  enableSorting: column.sortBy !== undefined,
  accessorFn: (row: EventRow) => row.id,
}))

/** A flexible column is never narrower, px: then the list scrolls. */
const LEAST_FLEXIBLE = 120

const NO_ROWS: EventRow[] = []

const COLUMN_BY_ID: ReadonlyMap<string, EventColumn> = new Map(COLUMNS.map((column) => [column.id, column]))

/**
 * The table's model of columns: order, visibility, widths, sorting, all kept in the view's settings. It gets no rows: the
 * collector sorts and pages them, and the list draws those on screen.
 */
export function useColumnTable() {
  const columnOrder = useView((view) => view.columnOrder)
  const hiddenColumns = useView((view) => view.hiddenColumns)
  const columnSizing = useView((view) => view.columnSizes)
  const orderBy = useView((view) => view.orderBy)
  const state = useMemo(
    () => ({
      columnOrder: [...columnOrder],
      columnVisibility: toVisibility(hiddenColumns),
      columnSizing: { ...columnSizing },
      sorting: toSorting(orderBy),
    }),
    [columnOrder, hiddenColumns, columnSizing, orderBy],
  )
  return useTable({
    features,
    columns: DEFINITIONS,
    data: NO_ROWS,
    state,
    manualSorting: true,
    enableMultiSort: false,
    sortDescFirst: false,
    onColumnOrderChange: (updater: Updater<string[]>) =>
      useView.setState({ columnOrder: applyUpdater(updater, state.columnOrder) }),
    onColumnVisibilityChange: (updater: Updater<ColumnVisibilityState>) =>
      useView.setState({ hiddenColumns: toHidden(applyUpdater(updater, state.columnVisibility)) }),
    onColumnSizingChange: (updater: Updater<ColumnSizingState>) =>
      useView.setState({ columnSizes: applyUpdater(updater, useView.getState().columnSizes) }),
    onSortingChange: (updater: Updater<SortingState>) =>
      useView.setState({ orderBy: toOrderBy(applyUpdater(updater, state.sorting)) }),
  })
}

export type ColumnTable = ReturnType<typeof useColumnTable>
export type ColumnHeader = ReturnType<ColumnTable['getFlatHeaders']>[number]

export function findColumn(id: string): EventColumn | undefined {
  return COLUMN_BY_ID.get(id)
}

/** Widths of the visible columns as a CSS grid template. */
export function toGridTemplate(columns: readonly EventColumn[], sizes: Readonly<Record<string, number>>): string {
  const widths = columns.map(({ id, width, isFlexible }) => {
    const chosen = sizes[id]
    if (chosen !== undefined) return `${chosen}px`
    return isFlexible ? `minmax(${LEAST_FLEXIBLE}px, 1fr)` : `${width}px`
  })
  return [...widths, 'minmax(0, auto)'].join(' ')
}

/** `order` with the column `id` one place to the left (-1) or right (1), or at the place of `target`. */
export function moveColumn(order: readonly string[], id: string, to: -1 | 1 | string): string[] {
  const from = order.indexOf(id)
  const target = typeof to === 'number' ? from + to : order.indexOf(to)
  if (from < 0 || target < 0 || target >= order.length) return [...order]
  const next = order.filter((other) => other !== id)
  next.splice(target, 0, id)
  return next
}

function applyUpdater<T>(updater: Updater<T>, value: T): T {
  return updater instanceof Function ? updater(value) : updater
}

function toVisibility(hidden: readonly string[]): ColumnVisibilityState {
  return Object.fromEntries(hidden.map((id) => [id, false]))
}

function toHidden(visibility: ColumnVisibilityState): string[] {
  return Object.keys(visibility).filter((id) => visibility[id] === false)
}

function toSorting(orderBy: OrderBy | null): SortingState {
  const column = COLUMNS.find(({ sortBy }) => sortBy !== undefined && sortBy === orderBy?.field)
  return column ? [{ id: column.id, desc: orderBy?.direction === 'desc' }] : []
}

function toOrderBy([sorting]: SortingState): OrderBy | null {
  const field = sorting && COLUMN_BY_ID.get(sorting.id)?.sortBy
  return field ? { field, direction: sorting.desc ? 'desc' : 'asc' } : null
}
