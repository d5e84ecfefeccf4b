import { lazy, type ReactNode, Suspense, useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import type { CodeViewProps } from './code-view.tsx'
import { foldText } from './fold-text.ts'
import './code.css'

/** Loaded when the first code is shown: the list does not wait for an editor. */
const CodeView = lazy(async () => ({ default: (await import('./code-view.tsx')).CodeView }))

interface CodeBlockProps extends CodeViewProps {
  /** Stands above the code. */
  readonly title: ReactNode
  /** Text of this many characters or more is folded at first. */
  readonly foldAt?: number
  /** What is copied, where it is more than what is shown. */
  readonly makeCopy?: () => string
  /** Buttons beside the one that copies. */
  readonly tools?: ReactNode
}

/** Code in a frame with a title, copying, and folding where it is long. */
export function CodeBlock({
  title,
  foldAt = Number.POSITIVE_INFINITY,
  makeCopy,
  tools,
  text,
  ...code
}: CodeBlockProps) {
  const [isFolded, setFolded] = useState(true)
  const folded = foldText(text, foldAt)
  const shown = isFolded ? folded : text
  return (
    <figure className="code-block">
      <figcaption className="code-title">
        <span>{title}</span>
        <span className="code-tools">
          {tools}
          <CopyButton label={`Copy ${code.label}`} caption="Copy" makeText={makeCopy ?? (() => text)} />
        </span>
      </figcaption>
      <Suspense fallback={<pre className="code-plain">{shown.slice(0, 20_000)}</pre>}>
        <CodeView {...code} text={shown} />
      </Suspense>
      {folded !== text && (
        <button type="button" className="code-fold" aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
          {isFolded ? `Show all ${text.length.toLocaleString('en')} characters` : 'Show less'}
        </button>
      )}
    </figure>
  )
}
