import { ExternalLink } from 'lucide-react'
import { formatFullTime } from '../list/format-time.ts'
import { describeTime, hintOf, type JsonHint } from './json-hints.ts'
import type { JsonNode } from './json-nodes.ts'
import { kindOf, SHORT_STRING, stringAround } from './json-preview.ts'
import { scalarText } from './json-search.ts'

interface JsonScalarProps {
  readonly node: JsonNode
  /** Characters of a long string that were asked for; 0 for its first line. */
  readonly shown: number
  readonly pattern: RegExp | null
}

/** A value that is no object or list, with what is known of its meaning beside it. */
export function JsonScalar({ node, shown, pattern }: JsonScalarProps) {
  const { key, value } = node
  const hint = hintOf(key, value)
  const title = hint?.kind === 'time' ? describeTime(hint.time, Date.now()) : undefined
  if (typeof value !== 'string') {
    return (
      <>
        <span className={`json-${kindOf(value)}`} title={title}>
          <Marked text={Object.is(value, -0) ? '-0' : (scalarText(value) ?? '')} pattern={pattern} />
        </span>
        {hint && <Hint hint={hint} isNumber />}
      </>
    )
  }
  if (shown > 0) {
    return (
      <span className="json-string json-long">
        <Marked text={value.slice(0, shown)} pattern={pattern} />
        {value.length > shown && <More left={value.length - shown} />}
      </span>
    )
  }
  const isShort = value.length <= SHORT_STRING && !value.includes('\n')
  return (
    <>
      <span className="json-string" title={title}>
        <Marked text={stringAround(value, pattern)} pattern={pattern} />
      </span>
      {!isShort && <More left={value.length} />}
      {hint && <Hint hint={hint} isNumber={false} />}
    </>
  )
}

function Hint({ hint, isNumber }: { readonly hint: JsonHint; readonly isNumber: boolean }) {
  switch (hint.kind) {
    case 'color':
      return <span className="json-swatch" style={{ backgroundColor: hint.color }} aria-hidden />
    case 'link':
      return (
        <a
          className="json-link"
          href={hint.address}
          target="_blank"
          rel="noreferrer"
          tabIndex={-1}
          aria-label="Open link outside"
          title={`Open ${hint.address}`}
        >
          <ExternalLink size={12} aria-hidden />
        </a>
      )
    case 'time':
      // A text says its time itself; a number needs the words.
      return isNumber && hint.isSure ? <span className="json-time">{formatFullTime(hint.time)}</span> : null
  }
}

function More({ left }: { readonly left: number }) {
  return (
    <button type="button" tabIndex={-1} className="json-more" data-action="more">
      {`more (${left.toLocaleString('en')})`}
    </button>
  )
}

/** Text with its first places that match the pattern marked. */
export function Marked({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }) {
  if (!pattern) return text
  const parts = []
  let rest = text
  for (let match = pattern.exec(rest); match && parts.length < 100; match = pattern.exec(rest)) {
    parts.push(rest.slice(0, match.index), <mark key={parts.length}>{match[0]}</mark>)
    rest = rest.slice(match.index + match[0].length)
  }
  return [...parts, rest]
}
