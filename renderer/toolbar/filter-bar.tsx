import { ChevronsDownUp, ChevronsUpDown, SquareTerminal, X } from 'lucide-react'
import { FiltersMenu } from '../filters/filters-menu.tsx'
import { describeConditions } from '../state/describe-conditions.ts'
import { countHidden, useLog } from '../state/log.ts'
import { changeFilter, resetFilter, setTreeOpen, useView } from '../state/view.ts'
import { ImportanceRange } from './importance-range.tsx'
import { StreamPicker } from './stream-picker.tsx'
import { TagFilters } from './tag-filters.tsx'
import { TypeToggles } from './type-toggles.tsx'

/** The second bar: what to show of the log, and how much the filter hides. */
export function FilterBar() {
  return (
    <section className="filter-bar" aria-label="Filters">
      <StreamPicker />
      <QueryConditions />
      <ImportanceRange />
      <TypeToggles />
      <TagFilters />
      <div className="filter-end">
        <FiltersMenu />
        <span className="spring" />
        <HiddenCount />
        <TreeSwitch />
      </div>
    </section>
  )
}

/** Conditions that came from the query console, with a way to lift them. */
function QueryConditions() {
  const conditions = useView((view) => view.filter.conditions)
  if (conditions.length === 0) return null
  const text = describeConditions(conditions)
  return (
    <span className="query-conditions" title={text}>
      <SquareTerminal size={13} aria-hidden />
      <span className="query-conditions-text">{text}</span>
      <button
        type="button"
        className="icon-button"
        aria-label="Lift the conditions of the query"
        title="Lift the conditions of the query"
        onClick={() => changeFilter((filter) => ({ ...filter, conditions: [] }))}
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}

/** How much the filter hides, with the way back. */
function HiddenCount() {
  const hidden = useLog((log) => countHidden(log.shown))
  const isCounted = useLog((log) => log.shown.isComplete)
  if (!isCounted) return <span className="hidden-count">counting…</span>
  if (hidden === 0) return null
  return (
    <span className="hidden-count">
      {hidden.toLocaleString('en')} hidden
      <button type="button" className="link" onClick={resetFilter}>
        Show all
      </button>
    </span>
  )
}

function TreeSwitch() {
  const isOpen = useView((view) => view.tree.open)
  const isSorted = useView((view) => view.orderBy !== null)
  const Icon = isOpen ? ChevronsDownUp : ChevronsUpDown
  const label = isOpen ? 'Close all nested events' : 'Open all nested events'
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={isSorted}
      onClick={() => setTreeOpen(!isOpen)}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
