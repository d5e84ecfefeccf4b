import { findLogField } from '../../shared/query/fields.ts'
import type { Condition, EventQuery, OrderBy } from '../../shared/query/query.ts'
import { COLUMNS } from '../list/columns.tsx'
import { type Filter, NO_FILTER, toViewFilter } from '../state/filter.ts'
import { showScreen } from '../state/screen.ts'
import { useView } from '../state/view.ts'
import { replaceText } from './console-state.ts'
import { formatQuery } from './query-text.ts'

/** Events that the query of a filter asks for at first. */
const LIMIT = 100

/** What the list shows, as a query: the same apps, the same conditions, the same order. */
export function toQuery(filter: Filter, orderBy: OrderBy | null): EventQuery {
  const { from, where, hiddenTypes } = toViewFilter(filter)
  const hidden: Condition[] = hiddenTypes.length === 0 ? [] : [{ field: 'type', operator: 'in', value: hiddenTypes }]
  return {
    from,
    where: [...where, ...hidden.map((condition) => ({ not: condition }))],
    orderBy: orderBy ?? { field: 'id', direction: 'desc' },
    limit: LIMIT,
  }
}

/** Opens the console with the filter of the list as a query. */
export function openFilterAsQuery(): void {
  const { filter, orderBy } = useView.getState()
  replaceText(formatQuery(toQuery(filter, orderBy)))
  showScreen({ kind: 'query' })
}

/** Opens the list with the events that fulfil a query's conditions, and these. A filter that says the same stays as it is. */
export function showRows(query: EventQuery, more: readonly Condition[] = []): void {
  const { filter, orderBy } = useView.getState()
  const wanted = { from: query.from, where: [...(query.where ?? []), ...more] }
  const { from, where = [] } = toQuery(filter, orderBy)
  const isShown = JSON.stringify({ from, where }) === JSON.stringify(wanted)
  useView.setState({
    ...(!isShown && {
      filter: { ...NO_FILTER, from: wanted.from, conditions: wanted.where },
      searchError: null,
    }),
    orderBy: query.reduce ? null : toListOrder(query.orderBy, orderBy),
  })
  showScreen({ kind: 'events' })
}

/** The order of the list that comes next to that of a query; the one it has, where the list knows none like it. */
function toListOrder(wanted: EventQuery['orderBy'], shown: OrderBy | null): OrderBy | null {
  const [first] = Array.isArray(wanted) ? (wanted as readonly OrderBy[]) : [wanted as OrderBy | undefined]
  const field = first && findLogField(first.field)?.name
  if (first === undefined || field === 'id') return null
  const column = COLUMNS.find(({ sortBy }) => sortBy === field)
  return column?.sortBy === undefined ? shown : { field: column.sortBy, direction: first.direction ?? 'asc' }
}
