import { Braces } from 'lucide-react'
import { useKeyName } from '../commands/registry.ts'
import { openFilterAsQuery } from './filter-query.ts'

/** Leads from what the list shows to the query that says the same. */
export function AsQueryButton() {
  const key = useKeyName('query/from-filter')
  const title = key === null ? 'As a query' : `As a query (${key})`
  return (
    <button type="button" className="icon-button as-query" aria-label={title} title={title} onClick={openFilterAsQuery}>
      <Braces size={15} aria-hidden />
    </button>
  )
}
