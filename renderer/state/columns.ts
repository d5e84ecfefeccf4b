import { DEFAULT_SETTINGS } from './settings.ts'
import { useView } from './view.ts'

export function toggleColumn(id: string): void {
  useView.setState(({ hiddenColumns }) => ({
    hiddenColumns: hiddenColumns.includes(id) ? hiddenColumns.filter((other) => other !== id) : [...hiddenColumns, id],
  }))
}

/** Order, choice and widths as they came, in the order of the log. */
export function resetColumns(): void {
  const { columnOrder, hiddenColumns, columnSizes, orderBy } = DEFAULT_SETTINGS
  useView.setState({ columnOrder, hiddenColumns, columnSizes, orderBy })
}
