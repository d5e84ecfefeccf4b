import { type RefObject, useEffect } from 'react'
import { type RowWindow, type RowWindowOptions, useRowWindow } from './use-row-window.ts'

interface SelectedRowsOptions extends Pick<RowWindowOptions, 'rowCount' | 'headerHeight' | 'overscan'> {
  /** Index of the row that is brought on screen; -1 for none. */
  readonly selected: number
  onPageSize(rows: number): void
}

export interface SelectedRows {
  readonly window: RowWindow
  /** Of the rows to draw. */
  readonly indexes: readonly number[]
  readonly isSelectionDrawn: boolean
}

/** Which rows to draw of a list that goes where its selection goes, and nowhere by itself. */
export function useSelectedRows(
  scroller: RefObject<HTMLElement | null>,
  { selected, onPageSize, ...rows }: SelectedRowsOptions,
): SelectedRows {
  const { window, scrollToRow, rowsPerPage } = useRowWindow(scroller, {
    ...rows,
    isFollowing: false,
    keepInSight: selected < 0 ? null : selected,
    onMove: () => undefined,
    onUserScroll: () => undefined,
  })
  useEffect(() => {
    if (selected >= 0) scrollToRow(selected, null)
  }, [selected, scrollToRow])
  useEffect(() => onPageSize(rowsPerPage), [onPageSize, rowsPerPage])
  const { first, last } = window
  return {
    window,
    indexes: Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index),
    isSelectionDrawn: selected >= first && selected <= last,
  }
}
