/** One measured figure. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The same measured on something that does the least possible, in the same run. */
  readonly ceiling?: number
  /** What the figure should reach: at least (rates), or at most (times, memory). */
  readonly aim?: { readonly least?: number; readonly most?: number; readonly ratio?: number }
}

export function ratioOf(figure: Figure): number | undefined {
  return figure.ceiling === undefined ? undefined : figure.value / figure.ceiling
}

/** True if the figure reaches its aim; undefined without one. */
export function isReached(figure: Figure): boolean | undefined {
  const { aim } = figure
  if (!aim) return undefined
  const ratio = ratioOf(figure)
  return (
    (aim.least === undefined || figure.value >= aim.least) &&
    (aim.most === undefined || figure.value <= aim.most) &&
    (aim.ratio === undefined || (ratio !== undefined && ratio >= aim.ratio))
  )
}

export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure)
    const reached = isReached(figure)
    return [
      figure.name,
      `${formatNumber(figure.value)} ${figure.unit}`,
      figure.ceiling === undefined ? '' : formatNumber(figure.ceiling),
      ratio === undefined ? '' : ratio.toFixed(2),
      formatAim(figure),
      reached === undefined ? '' : reached ? 'reached' : 'MISSED',
    ]
  })
  const all = [['what', 'measured', 'ceiling', 'ratio', 'aim', ''], ...rows]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function formatAim({ aim, unit }: Figure): string {
  const parts = [
    aim?.least === undefined ? '' : `>= ${formatNumber(aim.least)} ${unit}`,
    aim?.most === undefined ? '' : `<= ${formatNumber(aim.most)} ${unit}`,
    aim?.ratio === undefined ? '' : `ratio >= ${aim.ratio}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function formatNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
