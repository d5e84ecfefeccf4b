import { type CSSProperties, useMemo, useState } from 'react'
import { stripEscapes } from '../../../shared/ansi.ts'
import { type Importance, levelOf } from '../../../shared/importance.ts'
import { formatTerm } from '../../../shared/query/search.ts'
import { CodeBlock } from '../../code/code-block.tsx'
import { foldText } from '../../code/fold-text.ts'
import { LEVEL_LOOKS } from '../../list/event-looks.ts'
import { AnsiText } from '../../ui/ansi-text.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { isContainer } from '../../ui/json-nodes.ts'
import { formatJson, writeBeginning, writeJson } from '../../ui/json-text.ts'
import { JsonTree } from '../../ui/json-tree.tsx'
import { type JsonList, type JsonObject, type JsonValue, parseJson } from '../../ui/json-value.ts'
import { PathIcon } from '../../ui/path-icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { findFailure } from '../../ui/stack-values.ts'
import { useDetail } from '../detail-context.ts'
import { FailureReport } from './failure-report.tsx'
import type { EventView } from './view.ts'
import './log.css'

/** The protocol allows no more than 4,096 characters of context. */
const CONTEXT_LENGTH = 4096
/** A longer message is folded. */
const MESSAGE_FOLD = 20_000
/** A longer title may be cut where it stands. */
const TITLE_LENGTH = 120

/**
 * The message, the exception that came with it, and the context. The protocol wants the context hidden until the log line
 * is clicked: that click is what opens this view, so here the context is open.
 */
export const LogView: EventView<'log'> = ({ payload, sent, isRevealed, event }) => {
  const { message, context } = payload
  const failure = useMemo(() => findFailure(payload as JsonObject), [payload])
  const isTitle = message === event.summary && message.length <= TITLE_LENGTH
  return (
    <>
      {!isTitle && message !== '' && <Message message={message} importance={event.importance} />}
      {failure && <FailureReport failure={failure} instance={event.instance} />}
      {isPresent(context) && (
        <Context context={context as JsonValue} sent={sent.context as JsonValue} isRevealed={isRevealed} />
      )}
    </>
  )
}

function isPresent(context: unknown): boolean {
  return context !== undefined && context !== null && context !== ''
}

function Message({ message, importance }: { readonly message: string; readonly importance: Importance }) {
  const [isFolded, setFolded] = useState(true)
  const folded = foldText(message, MESSAGE_FOLD)
  return (
    <div className="log-message" style={{ '--level': `var(--i${importance})` } as CSSProperties}>
      <PathIcon path={LEVEL_LOOKS[importance].icon} size={15} label={levelOf(importance)} />
      <div className="log-text">
        <p>
          <AnsiText text={isFolded ? folded : message} />
        </p>
        {folded !== message && (
          <button type="button" className="detail-link" onClick={() => setFolded(!isFolded)}>
            {isFolded ? `Show all ${message.length.toLocaleString('en')} characters` : 'Show less'}
          </button>
        )}
      </div>
      <CopyButton label="Copy message" makeText={() => stripEscapes(message)} />
    </div>
  )
}

interface ContextProps {
  readonly context: JsonValue
  /** With its secrets, which the tree masks itself. */
  readonly sent: JsonValue
  readonly isRevealed: boolean
}

/** As the text that the protocol asks for, read-only and cut; all of it as a tree, where it is JSON. */
function Context({ context, sent, isRevealed }: ContextProps) {
  const { onFilter } = useDetail()
  const [shape, setShape] = useState<'text' | 'tree'>('text')
  const value = useMemo(() => readContext(context), [context])
  if (value === null) {
    const text = typeof context === 'string' ? context : writeJson(context)
    return <CodeBlock title="Context" text={text} language={null} label="context" foldAt={CONTEXT_LENGTH + 1} />
  }
  if (shape === 'text') return <ContextText value={value} onShowTree={() => setShape('tree')} />
  const tree = {
    value: readContext(sent) ?? value,
    showsSecrets: isRevealed,
    heading: <h3 className="detail-heading">Context</h3>,
    otherShape: { label: 'Text', onChoose: () => setShape('text') },
  }
  // The search language does not look into strings.
  if (typeof context === 'string') return <JsonTree {...tree} name="JSON.parse(payload.context)" />
  return (
    <JsonTree
      {...tree}
      name="payload.context"
      onFilter={(path, scalar) => onFilter(formatTerm(['payload.context', ...path].join('.'), scalar))}
    />
  )
}

interface ContextTextProps {
  readonly value: JsonObject | JsonList
  onShowTree(): void
}

function ContextText({ value, onShowTree }: ContextTextProps) {
  const { text, isWhole } = useMemo(() => writeBeginning(value, CONTEXT_LENGTH), [value])
  const title = (
    <span className="log-context">
      <h3>Context</h3>
      <Segmented
        label="Show context as"
        value="text"
        options={[
          { value: 'text', label: 'Text' },
          { value: 'tree', label: 'Tree' },
        ]}
        onChange={onShowTree}
      />
    </span>
  )
  return (
    <div>
      <CodeBlock
        title={title}
        text={text}
        language="json"
        label="context"
        makeCopy={() => formatJson(writeJson(value))}
      />
      {!isWhole && (
        <p className="log-cut">
          {`Cut at ${CONTEXT_LENGTH.toLocaleString('en')} characters. `}
          <button type="button" className="detail-link" onClick={onShowTree}>
            Show all as a tree
          </button>
        </p>
      )}
    </div>
  )
}

/** An object or a list, whether sent as such or as JSON in a string; null for any other text. */
function readContext(context: JsonValue): JsonObject | JsonList | null {
  if (typeof context !== 'string') return isContainer(context) ? context : null
  try {
    const value = parseJson(context)
    return isContainer(value) ? value : null
  } catch {
    return null
  }
}
