import { ChevronRight } from 'lucide-react'
import { type CSSProperties, type ReactNode, useMemo, useState } from 'react'
import { holdsSecrets } from '../../shared/hide-secrets.ts'
import { isSecretEntry, MASK } from '../../shared/secrets.ts'
import { isContainer } from '../ui/json-nodes.ts'
import { kindOf, previewOf, shortString } from '../ui/json-preview.ts'
import { writeJson } from '../ui/json-text.ts'
import type { JsonObject, JsonValue } from '../ui/json-value.ts'
import { Segmented } from '../ui/segmented.tsx'
import { type Change, compareStates, countChanges, listLines, type StateLine, type StateNode } from './state-diff.ts'
import '../ui/json-tree.css'
import './state-tree.css'

/** Lines that show at first, and that one click adds. */
const LINES = 500
/** A state with no more top-level keys opens with all of its first level. */
const FEW_KEYS = 12

type Shape = 'all' | 'touched'

interface StateTreeProps {
  /** Null where the state before is not known: nothing is marked then. */
  readonly before: JsonObject | null
  readonly after: JsonObject
  /** Stands before the counts: where the state is from. */
  readonly heading: ReactNode
}

/** A whole state as a tree, with what changed in it marked. */
export function StateTree({ before, after, heading }: StateTreeProps) {
  const nodes = useMemo(() => compareStates(before, after), [before, after])
  const counts = useMemo(() => countChanges(nodes), [nodes])
  const [shape, setShape] = useState<Shape>('all')
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = useState(LINES)
  const hasChanges = counts.added + counts.changed + counts.removed > 0
  const isOnlyTouched = shape === 'touched' && hasChanges
  const isOpen = (node: StateNode) => isOpenAtFirst(node, nodes.length) !== toggled.has(node.path)
  const lines = listLines(nodes, isOpen, isOnlyTouched)

  const toggle = ({ path }: StateNode) => {
    const next = new Set(toggled)
    if (!next.delete(path)) next.add(path)
    setToggled(next)
  }

  return (
    <div className="state-tree">
      <div className="state-bar">
        {heading}
        <span className="state-counts" role="status">
          {hasChanges ? (
            <>
              <Count change="added" count={counts.added} />
              <Count change="changed" count={counts.changed} />
              <Count change="removed" count={counts.removed} />
            </>
          ) : (
            before !== null && <span className="state-same">the same as before</span>
          )}
        </span>
        {hasChanges && (
          <Segmented<Shape>
            label="Show of the state"
            value={shape}
            options={[
              { value: 'all', label: 'All' },
              { value: 'touched', label: 'Changes' },
            ]}
            onChange={setShape}
          />
        )}
      </div>
      {lines.length === 0 ? (
        <p className="state-same">An empty state</p>
      ) : (
        <ul className="state-lines" aria-label="State">
          {lines.slice(0, shown).map((line) => (
            <Line key={line.node.path} line={line} isOpen={isOpen(line.node)} onToggle={toggle} />
          ))}
        </ul>
      )}
      {lines.length > shown && (
        <button type="button" className="link" onClick={() => setShown(shown + LINES)}>
          Show more of {lines.length.toLocaleString('en')} lines
        </button>
      )}
    </div>
  )
}

/** What changed is in sight, and all of a small state's first level. */
function isOpenAtFirst({ change, touched, path }: StateNode, roots: number): boolean {
  return change === null && (touched > 0 || (roots <= FEW_KEYS && path.lastIndexOf('/') === 0))
}

const SIGNS: Readonly<Record<NonNullable<Change>, string>> = { added: '+', changed: '~', removed: '−' }

function Count({ change, count }: { readonly change: NonNullable<Change>; readonly count: number }) {
  if (count === 0) return null
  return (
    <span data-change={change}>
      {SIGNS[change]} {count.toLocaleString('en')} {change}
    </span>
  )
}

interface LineProps {
  readonly line: StateLine
  readonly isOpen: boolean
  onToggle(node: StateNode): void
}

function Line({ line: { node, depth }, isOpen, onToggle }: LineProps) {
  const { key, change, touched, before, after, children } = node
  const [isRevealed, setRevealed] = useState(false)
  const isSecret = [before, after].some(
    (value) =>
      value !== undefined &&
      (isSecretEntry({ [key]: value }, String(key)) || (typeof value === 'string' && holdsSecrets(value))),
  )
  const isMasked = isSecret && !isRevealed
  return (
    <li className="state-line" data-change={change ?? undefined} style={{ '--depth': depth } as CSSProperties}>
      <span className="state-sign">
        {change !== null && (
          <>
            <span aria-hidden>{SIGNS[change]}</span>
            <span className="sr-only">{change}</span>
          </>
        )}
      </span>
      {children.length > 0 && !isMasked ? (
        <button type="button" className="state-key" aria-expanded={isOpen} onClick={() => onToggle(node)}>
          <ChevronRight className="json-twisty" size={14} aria-hidden data-open={isOpen} />
          {key}
        </button>
      ) : (
        <span className="state-key">{key}</span>
      )}
      {isMasked ? (
        <button
          type="button"
          className="json-secret"
          aria-label={`Show ${key}`}
          title="Secret: click to show"
          onClick={() => setRevealed(true)}
        >
          {MASK}
        </button>
      ) : (
        <span className="state-value">
          {change === 'changed' && before !== undefined && (
            <>
              <del>
                <Value value={before} isOpen={false} />
              </del>
              <span className="state-arrow">
                <span aria-hidden>→</span>
                <span className="sr-only">now</span>
              </span>
            </>
          )}
          <Value value={after ?? before ?? null} isOpen={isOpen && children.length > 0} />
          {change === null && touched > 0 && !isOpen && <span className="state-touched">{touched} changed</span>}
        </span>
      )}
    </li>
  )
}

function Value({ value, isOpen }: { readonly value: JsonValue; readonly isOpen: boolean }) {
  const text = typeof value === 'string' ? shortString(value) : isContainer(value) ? null : writeJson(value)
  return (
    <span className={`json-${kindOf(value)}`} title={typeof value === 'string' ? value.slice(0, 2000) : undefined}>
      {text ?? previewOf(value, isOpen, true)}
    </span>
  )
}
