import { Copy, Repeat, Snail } from 'lucide-react'
import type { EventRow } from '../../shared/event.ts'
import { findBadges, type QueryBadge } from '../state/query-badges.ts'
import { useQueryMarks } from '../state/query-marks.ts'
import { useView } from '../state/view.ts'
import './query-badges.css'

const ICONS = { slow: Snail, same: Copy, 'n-plus-one': Repeat } as const satisfies Record<QueryBadge['kind'], unknown>

/** What is noticeable about a query of the list, as far as it is known. */
export function QueryBadges({ row }: { readonly row: EventRow }) {
  const mark = useQueryMarks((state) => state.marks.get(row.id) ?? null)
  const slowQuery = useView((view) => view.slowQuery)
  return findBadges({ duration: row.duration, mark }, slowQuery).map((badge) => (
    <QueryBadgeMark key={badge.kind} badge={badge} />
  ))
}

export function QueryBadgeMark({ badge }: { readonly badge: QueryBadge }) {
  const Icon = ICONS[badge.kind]
  const [first, ...more] = badge.text.split(' ')
  return (
    <span className="query-badge" data-kind={badge.kind} title={badge.why}>
      <Icon size={11} aria-hidden />
      {first}
      {more.length > 0 && <span className="query-badge-more"> {more.join(' ')}</span>}
    </span>
  )
}
