import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useContext,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { CopyStatus, useCopy } from './copy-button.tsx'
import { JsonLine } from './json-line.tsx'
import {
  canOpen,
  closeBelow,
  hasPlainPath,
  type JsonNode,
  nodeValue,
  type OpenNodes,
  openBelow,
  openLines,
  pathOf,
  pathText,
  rootNode,
} from './json-nodes.ts'
import { isSearchable } from './json-preview.ts'
import { writeJson } from './json-text.ts'
import type { JsonList, JsonObject } from './json-value.ts'
import { Scroller } from './scroller.ts'
import './json-tree.css'

const LINE_HEIGHT = 22
/** Lines that stand open at first, level by level. */
const OPEN_AT_FIRST = 40
/** Lines that "all below" opens at most. */
const OPEN_AT_ONCE = 5000
/** Characters of a long string that one click on "more" adds. */
const MORE_CHARACTERS = 8000

interface JsonTreeProps {
  readonly value: JsonObject | JsonList
  /** What the value is called: the accessible name, and the base of copied paths. */
  readonly name: string
  /** Filters by a value inside, given with its path below `name`. */
  readonly onFilter?: (path: readonly (string | number)[], value: string | number | boolean) => void
}

interface TreeState {
  readonly root: JsonNode
  readonly open: OpenNodes
  readonly active: JsonNode | null
  /** Characters shown of strings that were asked for more. */
  readonly shown: ReadonlyMap<JsonNode, number>
}

function initialState(value: JsonObject | JsonList): TreeState {
  const root = rootNode(value)
  return { root, open: openBelow(root, new Set(), OPEN_AT_FIRST), active: null, shown: new Map() }
}

/**
 * JSON as a tree that renders and stringifies only what is open and in sight. A new value needs a new `key`: the tree
 * keeps what is open in the one it began with.
 */
export function JsonTree({ value, name, onFilter }: JsonTreeProps) {
  const [state, setState] = useState(() => initialState(value))
  const { root, open } = state
  const lines = useMemo(() => openLines(root, open), [root, open])
  const activeIndex = Math.max(0, state.active ? lines.indexOf(state.active) : 0)
  const activeLine = lines[activeIndex]

  const treeId = useId()
  const tree = useRef<HTMLDivElement>(null)
  const { virtualizer, margin } = useLinesInSight(tree, lines)
  const { state: copyState, copy } = useCopy()

  const activate = (index: number) => {
    const bounded = Math.min(lines.length - 1, Math.max(0, index))
    setState({ ...state, active: lines[bounded] ?? null })
    virtualizer.scrollToIndex(bounded)
  }
  const toggle = (node: JsonNode, all: boolean) => {
    setState({ ...state, active: node, open: canOpen(node) ? toggled(open, node, all) : open })
  }
  const copyPath = (node: JsonNode) => copy(() => pathText(name, pathOf(node)))
  const copyValue = (node: JsonNode) => copy(() => nodeText(node))

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return
    const line = event.target.closest('[data-index]')
    const node = line && lines[Number(line.getAttribute('data-index'))]
    if (!node) return
    tree.current?.focus({ preventScroll: true })
    const action = event.target.closest('[data-action]')?.getAttribute('data-action')
    if (action === 'copy-path') copyPath(node)
    else if (action === 'copy-value') copyValue(node)
    else if (action === 'filter' && isSearchable(node.value)) onFilter?.(pathOf(node), node.value)
    else if (action === 'more') {
      const shown = new Map(state.shown).set(node, (state.shown.get(node) ?? 0) + MORE_CHARACTERS)
      setState({ ...state, active: node, shown })
    } else if (getSelection()?.isCollapsed) toggle(node, event.altKey)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (!activeLine) return
    const isOpen = open.has(activeLine)
    const command = event.ctrlKey || event.metaKey
    if (command && event.key === 'c' && getSelection()?.isCollapsed) copyValue(activeLine)
    else if (event.altKey && event.code === 'KeyC') copyPath(activeLine)
    else if (command) return
    else if (event.key === 'ArrowDown') activate(activeIndex + 1)
    else if (event.key === 'ArrowUp') activate(activeIndex - 1)
    else if (event.key === 'Home') activate(0)
    else if (event.key === 'End') activate(lines.length - 1)
    else if (event.key === 'ArrowRight' && !isOpen) toggle(activeLine, event.altKey)
    else if (event.key === 'ArrowRight') activate(activeIndex + 1)
    else if (event.key === 'ArrowLeft' && isOpen) toggle(activeLine, event.altKey)
    else if (event.key === 'ArrowLeft' && activeLine.parent !== root) activate(lines.indexOf(activeLine.parent ?? root))
    else if (event.key === 'Enter' || event.key === ' ') toggle(activeLine, event.altKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="json-frame">
      <div
        ref={tree}
        className="json-tree"
        role="tree"
        tabIndex={0}
        aria-label={name}
        aria-activedescendant={activeLine ? `${treeId}-${activeIndex}` : undefined}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <div className="json-lines" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const node = lines[item.index]
            if (!node) return null
            return (
              <JsonLine
                key={item.key}
                ref={virtualizer.measureElement}
                id={`${treeId}-${item.index}`}
                index={item.index}
                offset={item.start - margin}
                node={node}
                isOpen={open.has(node)}
                isActive={node === activeLine}
                shown={state.shown.get(node) ?? 0}
                canFilter={onFilter !== undefined && isSearchable(node.value) && hasPlainPath(node)}
              />
            )
          })}
        </div>
      </div>
      <CopyStatus state={copyState} />
      {copyState !== 'ready' && (
        <span className="json-toast" aria-hidden>
          {copyState === 'copied' ? 'Copied' : 'Copying failed'}
        </span>
      )}
    </div>
  )
}

/** A string as it is, anything else as JSON. */
function nodeText(node: JsonNode): string {
  const value = nodeValue(node)
  return typeof value === 'string' ? value : writeJson(value)
}

function toggled(open: OpenNodes, node: JsonNode, all: boolean): OpenNodes {
  if (all) return open.has(node) ? closeBelow(node, open) : openBelow(node, open, OPEN_AT_ONCE)
  const next = new Set(open)
  if (!next.delete(node)) next.add(node)
  return next
}

let lastKey = 0
const lineKeys = new WeakMap<JsonNode, number>()

function lineKey(node: JsonNode): number {
  const key = lineKeys.get(node) ?? ++lastKey
  lineKeys.set(node, key)
  return key
}

/** The lines in sight of the scroller around the tree, and how many px below the scroller's top the tree begins. */
function useLinesInSight(tree: RefObject<HTMLElement | null>, lines: readonly JsonNode[]) {
  const scroller = useContext(Scroller)
  const [margin, setMargin] = useState(0)

  useLayoutEffect(() => {
    const element = tree.current
    const content = scroller?.firstElementChild
    if (!element || !scroller || !content) return
    const measure = () => {
      const above = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
      setMargin(Math.round(above + scroller.scrollTop))
    }
    measure()
    // Whatever stands above the tree may grow later, like code that loads its editor.
    const observer = new ResizeObserver(measure)
    observer.observe(content)
    return () => observer.disconnect()
  }, [scroller, tree])

  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => {
      const node = lines[index]
      return node ? lineKey(node) : index
    },
    scrollMargin: margin,
    overscan: 10,
    useFlushSync: false,
  })
  return { virtualizer, margin }
}
