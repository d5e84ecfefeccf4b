import { ArrowDown, ArrowUp, Columns3, RotateCcw } from 'lucide-react'
import { COLUMNS } from '../list/columns.tsx'
import { findColumn, moveColumn } from '../list/use-column-table.ts'
import { resetColumns, toggleColumn } from '../state/columns.ts'
import { useView } from '../state/view.ts'
import { Popover } from '../ui/popover.tsx'

/** Shows, hides and moves columns, by mouse or by keyboard. */
export function ColumnChooser() {
  return (
    <Popover label="Columns" className="icon-button" align="end" trigger={<Columns3 size={16} aria-hidden />}>
      {() => (
        <>
          <h2 className="menu-title">Columns</h2>
          <ColumnList />
        </>
      )}
    </Popover>
  )
}

/** Also on the settings page of the list. */
export function ColumnList() {
  const columnOrder = useView((view) => view.columnOrder)
  const hidden = useView((view) => view.hiddenColumns)
  const order = sortColumns(columnOrder)

  return (
    <div className="menu">
      {order.map((id, position) => (
        <div key={id} className="menu-row">
          <label className="check">
            <input type="checkbox" checked={!hidden.includes(id)} onChange={() => toggleColumn(id)} />
            {findColumn(id)?.header}
          </label>
          <MoveButton id={id} order={order} step={-1} isPossible={position > 0} />
          <MoveButton id={id} order={order} step={1} isPossible={position < order.length - 1} />
        </div>
      ))}
      <p className="menu-note">A narrow list leaves out what it has no room for.</p>
      <button type="button" className="menu-item" onClick={resetColumns}>
        <RotateCcw size={14} aria-hidden /> Reset columns
      </button>
    </div>
  )
}

function MoveButton(props: { id: string; order: readonly string[]; step: -1 | 1; isPossible: boolean }) {
  const { id, order, step, isPossible } = props
  const Icon = step === -1 ? ArrowUp : ArrowDown
  return (
    <button
      type="button"
      className="icon-button"
      disabled={!isPossible}
      aria-label={`Move ${findColumn(id)?.header} ${step === -1 ? 'left' : 'right'}`}
      onClick={() => useView.setState({ columnOrder: moveColumn(order, id, step) })}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

/** All columns in the user's order; those it does not name (new in this version) come last. */
function sortColumns(columnOrder: readonly string[]): string[] {
  const known = columnOrder.filter((id) => findColumn(id))
  return [...known, ...COLUMNS.map(({ id }) => id).filter((id) => !known.includes(id))]
}
