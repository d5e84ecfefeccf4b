import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useContext,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { JsonLine } from './json-line.tsx'
import { canOpen, type JsonNode, openLines } from './json-nodes.ts'
import { hasPlainPath } from './json-path.ts'
import { isLineAction, isSearchable, type LineActions } from './json-preview.ts'
import { maskOf } from './json-secrets.ts'
import type { TreeState } from './json-tree-state.ts'
import { Scroller } from './scroller.ts'

const LINE_HEIGHT = 22

interface JsonLinesProps {
  readonly state: TreeState
  /** Accessible name. */
  readonly name: string
  /** Marked wherever it stands in a line. */
  readonly pattern: RegExp | null
  readonly canFilter: boolean
  readonly hidesSecrets: boolean
  readonly actions: LineActions
}

/** The lines of a tree that are in sight, with keys and clicks. */
export function JsonLines({ state, name, pattern, canFilter, hidesSecrets, actions }: JsonLinesProps) {
  const { root, open, active, reveals } = state
  const lines = useMemo(() => openLines(root, open), [root, open])
  const activeIndex = Math.max(0, active ? lines.indexOf(active) : 0)
  const activeLine = lines[activeIndex]

  const treeId = useId()
  const tree = useRef<HTMLDivElement>(null)
  const { virtualizer, margin } = useLinesInSight(tree, lines)

  const scrollToActive = useEffectEvent(() => virtualizer.scrollToIndex(activeIndex, { align: 'center' }))
  useLayoutEffect(() => {
    if (reveals > 0) scrollToActive()
  }, [reveals])

  /** Objects and strings of JSON open; what is in them is masked as well. */
  const findMask = (node: JsonNode) =>
    hidesSecrets && !open.has(node) && (canOpen(node) || !state.shown.has(node)) ? maskOf(node) : null

  const activate = (index: number) => {
    const bounded = Math.min(lines.length - 1, Math.max(0, index))
    const node = lines[bounded]
    if (node) actions.activate(node)
    virtualizer.scrollToIndex(bounded)
  }
  const toggle = (node: JsonNode, all: boolean) => actions[all ? 'toggle-all' : 'toggle'](node)

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element) || event.target.closest('a')) return
    const line = event.target.closest('[data-index]')
    const node = line && lines[Number(line.getAttribute('data-index'))]
    if (!node) return
    tree.current?.focus({ preventScroll: true })
    const action = event.target.closest('[data-action]')?.getAttribute('data-action')
    if (isLineAction(action)) actions[action](node)
    else if (getSelection()?.isCollapsed) toggle(node, event.altKey)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (!activeLine) return
    const isOpen = open.has(activeLine)
    const command = event.ctrlKey || event.metaKey
    if (command && event.key === 'f') actions.search(activeLine)
    else if (command && event.key === 'c' && getSelection()?.isCollapsed) actions['copy-value'](activeLine)
    else if (event.altKey && event.code === 'KeyC') actions['copy-path'](activeLine)
    else if (command) return
    else if (event.key === 'ArrowDown') activate(activeIndex + 1)
    else if (event.key === 'ArrowUp') activate(activeIndex - 1)
    else if (event.key === 'Home') activate(0)
    else if (event.key === 'End') activate(lines.length - 1)
    else if (event.key === 'ArrowRight' && !isOpen) toggle(activeLine, event.altKey)
    else if (event.key === 'ArrowRight') activate(activeIndex + 1)
    else if (event.key === 'ArrowLeft' && isOpen) toggle(activeLine, event.altKey)
    else if (event.key === 'ArrowLeft' && activeLine.parent !== root) activate(lines.indexOf(activeLine.parent ?? root))
    else if ((event.key === 'Enter' || event.key === ' ') && !canOpen(activeLine) && findMask(activeLine) !== null)
      actions.more(activeLine)
    else if (event.key === 'Enter' || event.key === ' ') toggle(activeLine, event.altKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={tree}
      className="json-tree"
      role="tree"
      tabIndex={0}
      aria-label={name}
      aria-activedescendant={activeLine ? `${treeId}-${activeIndex}` : undefined}
      data-searching={pattern !== null}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div className="json-lines" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const node = lines[item.index]
          if (!node) return null
          const mask = findMask(node)
          return (
            <JsonLine
              key={item.key}
              ref={virtualizer.measureElement}
              id={`${treeId}-${item.index}`}
              index={item.index}
              offset={item.start - margin}
              node={node}
              opens={canOpen(node)}
              isOpen={open.has(node)}
              isActive={node === activeLine}
              shown={state.shown.get(node) ?? 0}
              pattern={pattern}
              mask={mask}
              hidesSecrets={hidesSecrets}
              hasField={canFilter && hasPlainPath(node)}
              canFilter={canFilter && isSearchable(node.value) && hasPlainPath(node) && mask === null}
            />
          )
        })}
      </div>
    </div>
  )
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
      // Boxes are told in px of the screen, all else in px of the page.
      const above = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
      setMargin(Math.round(above / element.currentCSSZoom + scroller.scrollTop))
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
