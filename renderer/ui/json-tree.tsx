import { Search } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { hideSecrets } from '../../shared/hide-secrets.ts'
import { MASK } from '../../shared/secrets.ts'
import { CopyStatus, useCopy } from './copy-button.tsx'
import { JsonLines } from './json-lines.tsx'
import { childrenOf, isList, type JsonNode, nodeValue } from './json-nodes.ts'
import { fieldName, nodeAt, nodePathText, pathOf } from './json-path.ts'
import { isSearchable, type LineActions } from './json-preview.ts'
import { JsonSearchBar } from './json-search-bar.tsx'
import { maskOf } from './json-secrets.ts'
import { JsonTable } from './json-table.tsx'
import { isTable } from './json-table-model.ts'
import { reveal, showMore, startTree, toggle } from './json-tree-state.ts'
import type { JsonList, JsonObject } from './json-value.ts'
import { writeInSlices } from './json-writer.ts'
import { Segmented } from './segmented.tsx'
import { useJsonSearch } from './use-json-search.ts'
import './json-tree.css'

interface JsonTreeProps {
  readonly value: JsonObject | JsonList
  /** What the value is called: the accessible name, and the base of copied paths. */
  readonly name: string
  /** Stands above the tree, beside its tools; without it there is no such line, and Ctrl+F still searches. */
  readonly heading?: ReactNode
  /** What the value can be shown as beside tree and table, by whoever shows the tree. */
  readonly otherShape?: { readonly label: string; onChoose(): void }
  /** Whether values that are secrets by their names are in the open; else each shows once it is clicked. */
  readonly showsSecrets?: boolean
  /** Filters by a value inside, given with its path below `name`. */
  readonly onFilter?: (path: readonly (string | number)[], value: string | number | boolean) => void
}

/**
 * JSON as a tree that renders and stringifies only what is open and in sight, with a search inside, and as a table where a
 * list holds like objects. A new value needs a new `key`: the tree keeps what is open in the one it began with.
 */
export function JsonTree({ value, name, heading, otherShape, showsSecrets = false, onFilter }: JsonTreeProps) {
  const [state, setState] = useState(() => startTree(value))
  const { root } = state
  const [table, setTable] = useState<JsonNode | null>(null)
  const [isSearching, setSearching] = useState(false)
  const firstTable = useMemo(() => findTable(root), [root])
  const frame = useRef<HTMLDivElement>(null)
  const { state: copyState, copy } = useCopy()

  const show = (node: JsonNode | null) => {
    if (node) setState((old) => reveal(old, node))
  }
  const search = useJsonSearch(value, isSearching, (place) => show(nodeAt(root, place)))
  const showTable = (node: JsonNode | null) => {
    setTable(node)
    // The search shows its matches in the tree.
    if (node) setSearching(false)
  }
  const openSearch = () => {
    setTable(null)
    setSearching(true)
    frame.current?.querySelector<HTMLInputElement>('.json-search-field')?.select()
  }
  const closeSearch = () => {
    setSearching(false)
    frame.current?.querySelector<HTMLElement>('[role=tree]')?.focus({ preventScroll: true })
  }

  const actions: LineActions = {
    toggle: (node) => setState(toggle(state, node, false)),
    'toggle-all': (node) => setState(toggle(state, node, true)),
    more: (node) => setState(showMore(state, node)),
    activate: (node) => setState({ ...state, active: node }),
    search: openSearch,
    table: showTable,
    filter: (node) => {
      if (isSearchable(node.value)) onFilter?.(pathOf(node), node.value)
    },
    'copy-field': (node) => copy(() => fieldName(name, node)),
    'copy-path': (node) => copy(() => nodePathText(name, node)),
    'copy-value': (node) => copy(() => nodeText(node, !showsSecrets && !state.shown.has(node))),
  }

  return (
    <div ref={frame} className="json-frame">
      {heading !== undefined && (
        <div className="json-bar">
          {heading}
          {(otherShape || (table ?? firstTable)) && (
            <Segmented
              label={`Show ${name} as`}
              value={table ? 'table' : 'tree'}
              options={[
                ...(otherShape ? [{ value: 'other', label: otherShape.label }] : []),
                { value: 'tree', label: 'Tree' },
                ...((table ?? firstTable) ? [{ value: 'table', label: 'Table' }] : []),
              ]}
              onChange={(shape) => {
                if (shape === 'other') otherShape?.onChoose()
                else showTable(shape === 'table' ? (table ?? firstTable) : null)
              }}
            />
          )}
          <button
            type="button"
            className="json-tool"
            aria-label={`Search in ${name}`}
            aria-pressed={isSearching}
            title="Search inside (Ctrl+F)"
            onClick={isSearching ? closeSearch : openSearch}
          >
            <Search size={14} aria-hidden />
          </button>
        </div>
      )}
      {isSearching && <JsonSearchBar search={search} name={name} onClose={closeSearch} />}
      {table ? (
        <JsonTable
          list={listIn(table)}
          name={nodePathText(name, table)}
          hidesSecrets={!showsSecrets}
          onShowItem={(index) => {
            setTable(null)
            show(nodeAt(table, { parent: null, key: index }))
          }}
        />
      ) : (
        <JsonLines
          state={state}
          name={name}
          pattern={isSearching ? search.pattern : null}
          hidesSecrets={!showsSecrets}
          canFilter={onFilter !== undefined}
          actions={actions}
        />
      )}
      <CopyStatus state={copyState} />
      {copyState !== 'ready' && (
        <span className="json-toast" aria-hidden>
          {copyState === 'copied' ? 'Copied' : 'Copying failed'}
        </span>
      )}
    </div>
  )
}

/** The value itself, or the first of what it holds, that is a list of like objects. */
function findTable(root: JsonNode): JsonNode | null {
  if (isTable(listIn(root))) return root
  if (isList(root.value)) return null
  return childrenOf(root).find((node) => node.range === null && isTable(listIn(node))) ?? null
}

function listIn(node: JsonNode): JsonList {
  return isList(node.value) ? node.value : []
}

/** A string as it is, anything else as JSON. Secrets inside are left out if asked for; one that is the value itself is copied. */
function nodeText(node: JsonNode, hidesSecrets: boolean): string | Promise<string> {
  const value = hidesSecrets && maskOf(node) !== MASK ? hideSecrets(nodeValue(node)) : nodeValue(node)
  return typeof value === 'string' ? value : writeInSlices(value, { isIndented: false })
}
