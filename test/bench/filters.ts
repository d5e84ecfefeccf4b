import type { ViewSpec } from '../../shared/messages.ts'
import { parseSearch } from '../../shared/query/search.ts'

/** What a user types into the search box, the hard ones among them. */
export const SEARCHES = [
  '',
  'type:query',
  'importance:>=4',
  'target:mysql duration:>20',
  'tag:is_production',
  '-tag:scope',
  '-type:log duration:>100',
  'success:false',
  'path:/src/Module3 type:request',
  'calledFrom:Module3',
  'status:500',
  'uri:/articles',
  'payload.method:GET',
  'name:part3',
  'timeout',
  '-timeout',
  '"retry queue worker"',
  '404',
  'nothingofthatkind',
  '/warmed.*user/',
  '/r-9+\\d/',
  '-/login/i',
  'size:>300',
  'after:1h',
  'stream:00000000-0000-4000-8000-000000000005',
]

/** What a user changes with a click. */
const CLICKS: readonly (readonly [string, Partial<ViewSpec>])[] = [
  ['types log and query hidden', { hiddenTypes: ['log', 'query'] }],
  ['the tree closed', { tree: { open: false, toggled: [] } }],
  ...['time', 'type', 'duration', 'summary', 'target'].map(
    (field) => [`sorted by ${field}`, { orderBy: { field, direction: 'desc' } }] as const,
  ),
  ['sorted by duration, searched', { orderBy: { field: 'duration', direction: 'desc' }, ...searchFor('timeout') }],
]

/** Filters as a viewer asks for them, each with a name; without their view's number. */
export const FILTERS: readonly (readonly [name: string, spec: Omit<ViewSpec, 'view'>])[] = [
  ...SEARCHES.map((text) => [text === '' ? 'no filter' : text, makeSpec(searchFor(text))] as const),
  ...CLICKS.map(([name, spec]) => [name, makeSpec(spec)] as const),
]

/** The part of a view that a search text changes. */
export function searchFor(text: string): Pick<ViewSpec, 'where'> {
  const parsed = parseSearch(text, { now: Date.now() })
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
  return { where: parsed.conditions }
}

/** A view of everything, but for what is given. */
export function makeSpec(spec: Partial<ViewSpec>): Omit<ViewSpec, 'view'> {
  const tree = { open: true, toggled: [] }
  return { from: { instance: '*' }, where: [], hiddenTypes: [], orderBy: null, tree, isEager: true, ...spec }
}
