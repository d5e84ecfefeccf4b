import { Check, Copy } from 'lucide-react'
import { CopyButton, CopyStatus, useCopy } from '../ui/copy-button.tsx'
import { Segmented, type SegmentedProps } from '../ui/segmented.tsx'

interface SnippetProps<T extends string> extends SegmentedProps<T> {
  /** A command that is needed first. */
  readonly setup?: string | null
  readonly code: string
}

/** Lines to paste, in one of several versions. */
export function Snippet<T extends string>({ setup = null, code, ...versions }: SnippetProps<T>) {
  return (
    <div className="snippet">
      <div className="snippet-bar">
        <Segmented {...versions} />
        <CopyCode key={code} code={code} />
      </div>
      {setup !== null && (
        <div className="snippet-setup">
          <pre>
            <code>{setup}</code>
          </pre>
          <CopyButton key={setup} makeText={() => setup} label="Copy the command" />
        </div>
      )}
      <pre>
        <code>{code}</code>
      </pre>
    </div>
  )
}

function CopyCode({ code }: { readonly code: string }) {
  const { state, copy } = useCopy()
  const isCopied = state === 'copied'
  return (
    <button type="button" className="button button-small" onClick={() => copy(() => code)}>
      {isCopied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      {isCopied ? 'Copied' : 'Copy'}
      <CopyStatus state={state} />
    </button>
  )
}
