import { toPlainLine } from './terminal.ts'

export interface TableColumn {
  readonly header: string
  readonly align: 'left' | 'right'
}

const GAP = '  '

/**
 * Rows as aligned lines below a heading. The last column takes what is left of `width` (characters) and is cut there;
 * it is never cut when `width` is undefined.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string {
  const lines = [columns.map((column) => column.header), ...rows.map((row) => row.map(toPlainLine))]
  const widths = columns.map((_column, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)))
  return lines
    .map((line) => {
      const cells = columns.map((column, index) => {
        const cell = line[index] ?? ''
        const size = widths[index] ?? 0
        return column.align === 'right' ? cell.padStart(size) : cell.padEnd(size)
      })
      return `${cutTo(cells.join(GAP).trimEnd(), width)}\n`
    })
    .join('')
}

function cutTo(text: string, width: number | undefined): string {
  return width === undefined || text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
