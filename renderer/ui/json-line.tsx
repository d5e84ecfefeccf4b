import { ChevronRight, Copy, ListFilter, Table2, TextSearch, Waypoints } from 'lucide-react'
import { memo, type Ref } from 'react'
import { MASK } from '../../shared/secrets.ts'
import { childrenOf, contentOf, holdsJson, isList, type JsonNode } from './json-nodes.ts'
import { type LineAction, previewOf, shortString } from './json-preview.ts'
import { JsonScalar, Marked } from './json-scalar.tsx'
import { isTable } from './json-table-model.ts'

/** Deeper lines stand no further to the right, and show their depth instead. */
const DEEPEST_INDENT = 16

interface JsonLineProps {
  readonly ref: Ref<HTMLDivElement>
  readonly id: string
  readonly index: number
  /** px below the top of the tree. */
  readonly offset: number
  readonly node: JsonNode
  readonly opens: boolean
  readonly isOpen: boolean
  readonly isActive: boolean
  /** Characters of a long string that were asked for; 0 for its first line. */
  readonly shown: number
  /** Marked wherever it stands in the line. */
  readonly pattern: RegExp | null
  /** What stands in place of its value until that is asked for; null if nothing does. */
  readonly mask: string | null
  readonly hidesSecrets: boolean
  /** Its path is the name of a field in the search box. */
  readonly hasField: boolean
  readonly canFilter: boolean
}

/** One line of the tree. Clicks on it and on its buttons are handled by the tree, by `data-index` and `data-action`. */
export const JsonLine = memo(function JsonLine(props: JsonLineProps) {
  const { node, opens, isOpen, pattern } = props
  const siblings = node.parent ? childrenOf(node.parent) : [node]
  const indent = Math.min(node.depth, DEEPEST_INDENT)
  return (
    <div
      ref={props.ref}
      id={props.id}
      data-index={props.index}
      className="json-line"
      role="treeitem"
      tabIndex={-1}
      aria-level={node.depth + 1}
      aria-posinset={siblings.indexOf(node) + 1}
      aria-setsize={siblings.length}
      aria-selected={props.isActive}
      aria-expanded={opens ? isOpen : undefined}
      style={{ transform: `translateY(${props.offset}px)`, paddingLeft: `calc(${indent} * var(--json-indent))` }}
    >
      {node.depth > DEEPEST_INDENT && <span className="json-depth">{node.depth}</span>}
      <ChevronRight className="json-twisty" size={14} aria-hidden data-open={isOpen} data-none={!opens} />
      <Label node={node} pattern={pattern} />
      <Value {...props} />
      <span className="json-actions">
        {isList(node.value) && !node.range && isTable(node.value) && (
          <Action action="table" label="Show as table" icon={Table2} />
        )}
        {props.canFilter && <Action action="filter" label="Filter by this value" icon={ListFilter} />}
        {props.hasField && <Action action="copy-field" label="Copy field name for search" icon={TextSearch} />}
        <Action action="copy-path" label="Copy path" icon={Waypoints} />
        <Action action="copy-value" label="Copy value" icon={Copy} />
      </span>
    </div>
  )
})

interface ActionProps {
  readonly action: LineAction
  readonly label: string
  readonly icon: typeof Copy
}

function Action({ action, label, icon: Icon }: ActionProps) {
  return (
    <button type="button" tabIndex={-1} data-action={action} aria-label={label} title={label}>
      <Icon size={13} aria-hidden />
    </button>
  )
}

function Label({ node, pattern }: Pick<JsonLineProps, 'node' | 'pattern'>) {
  const { key, range } = node
  if (range) return <span className="json-range">{`${range.start} … ${range.end - 1}`}</span>
  if (typeof key === 'number') return <span className="json-index">{key}</span>
  return (
    <span className="json-key">
      <Marked text={key ?? ''} pattern={pattern} />
    </span>
  )
}

function Value({ node, opens, isOpen, mask, hidesSecrets, shown, pattern }: JsonLineProps) {
  if (mask !== null) {
    const text = mask === MASK ? MASK : shortString(mask)
    if (!opens) return <Secret text={text} />
    return (
      <>
        {mask !== MASK && <span className="json-tag">JSON</span>}
        <span className="json-preview">{text}</span>
      </>
    )
  }
  if (node.range) return <span className="json-preview">{`${node.range.end - node.range.start} items`}</span>
  if (holdsJson(node)) {
    return (
      <>
        <span className="json-tag">JSON</span>
        {isOpen ? (
          <span className="json-preview">{previewOf(contentOf(node), true, hidesSecrets)}</span>
        ) : (
          <JsonScalar node={node} shown={shown} pattern={pattern} />
        )}
      </>
    )
  }
  if (opens) return <span className="json-preview">{previewOf(node.value, isOpen, hidesSecrets)}</span>
  return <JsonScalar node={node} shown={shown} pattern={pattern} />
}

function Secret({ text }: { readonly text: string }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className="json-secret"
      data-action="more"
      aria-label="Show the secret"
      title="Secret: click to show"
    >
      {text}
    </button>
  )
}
