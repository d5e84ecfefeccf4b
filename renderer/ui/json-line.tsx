import { ChevronRight, Copy, ListFilter, Waypoints } from 'lucide-react'
import { memo, type Ref } from 'react'
import { canOpen, childrenOf, type JsonNode } from './json-nodes.ts'
import { kindOf, type LineAction, previewOf, SHORT_STRING, shortString } from './json-preview.ts'
import { ExactNumber } from './json-value.ts'

/** Deeper lines stand no further to the right, and show their depth instead. */
const DEEPEST_INDENT = 16

interface JsonLineProps {
  readonly ref: Ref<HTMLDivElement>
  readonly id: string
  readonly index: number
  /** px below the top of the tree. */
  readonly offset: number
  readonly node: JsonNode
  readonly isOpen: boolean
  readonly isActive: boolean
  /** Characters of a long string that were asked for; 0 for its first line. */
  readonly shown: number
  readonly canFilter: boolean
}

/** One line of the tree. Clicks on it and on its buttons are handled by the tree, by `data-index` and `data-action`. */
export const JsonLine = memo(function JsonLine(props: JsonLineProps) {
  const { node, isOpen } = props
  const opens = canOpen(node)
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
      <Label node={node} />
      {opens ? <Preview node={node} isOpen={isOpen} /> : <Scalar node={node} shown={props.shown} />}
      <span className="json-actions">
        {props.canFilter && <Action action="filter" label="Filter by this value" icon={ListFilter} />}
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

function Label({ node }: { readonly node: JsonNode }) {
  if (node.range) return <span className="json-range">{`${node.range.start} … ${node.range.end - 1}`}</span>
  return <span className={typeof node.key === 'number' ? 'json-index' : 'json-key'}>{node.key}</span>
}

function Preview({ node, isOpen }: { readonly node: JsonNode; readonly isOpen: boolean }) {
  if (node.range) return <span className="json-preview">{`${node.range.end - node.range.start} items`}</span>
  return <span className="json-preview">{previewOf(node.value, isOpen)}</span>
}

function Scalar({ node, shown }: { readonly node: JsonNode; readonly shown: number }) {
  const { value } = node
  if (typeof value !== 'string') {
    const text = value instanceof ExactNumber ? value.digits : JSON.stringify(value)
    return <span className={`json-${kindOf(value)}`}>{text}</span>
  }
  if (shown > 0) {
    return (
      <span className="json-string json-long">
        {value.slice(0, shown)}
        {value.length > shown && <More left={value.length - shown} />}
      </span>
    )
  }
  const isShort = value.length <= SHORT_STRING && !value.includes('\n')
  return (
    <>
      <span className="json-string">{shortString(value)}</span>
      {!isShort && <More left={value.length} />}
    </>
  )
}

function More({ left }: { readonly left: number }) {
  return (
    <button type="button" tabIndex={-1} className="json-more" data-action="more">
      {`more (${left.toLocaleString('en')})`}
    </button>
  )
}
