import { Check, Copy, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import './copy-button.css'

type CopyState = 'ready' | 'copied' | 'failed'

const FEEDBACK_MS = 1600

/** Makes text on demand, because it may be large: then in slices. */
type MakeText = () => string | Promise<string>

/** Copies text and tells how it went for a moment. */
export function useCopy(): { readonly state: CopyState; copy(makeText: MakeText): void } {
  const [state, setState] = useState<CopyState>('ready')

  useEffect(() => {
    if (state === 'ready') return
    const timer = setTimeout(() => setState('ready'), FEEDBACK_MS)
    return () => clearTimeout(timer)
  }, [state])

  const copy = (makeText: MakeText) => {
    // A promise around all of it, so that text that cannot be made counts as a failed copy, too.
    Promise.resolve()
      .then(makeText)
      .then((text) => navigator.clipboard.writeText(text))
      .then(
        () => setState('copied'),
        () => setState('failed'),
      )
  }
  return { state, copy }
}

interface CopyButtonProps {
  readonly makeText: MakeText
  /** What is copied, for the accessible name: `Copy query`. */
  readonly label: string
  /** Visible text beside the icon; none when absent. */
  readonly caption?: string
}

export function CopyButton({ makeText, label, caption }: CopyButtonProps) {
  const { state, copy } = useCopy()
  return (
    <button
      type="button"
      className="copy-button"
      data-state={state}
      aria-label={label}
      title={label}
      onClick={() => copy(makeText)}
    >
      <CopyIcon state={state} />
      {caption !== undefined && <span>{state === 'copied' ? 'Copied' : caption}</span>}
      <CopyStatus state={state} />
    </button>
  )
}

function CopyIcon({ state }: { readonly state: CopyState }) {
  if (state === 'copied') return <Check size={14} aria-hidden />
  if (state === 'failed') return <TriangleAlert size={14} aria-hidden />
  return <Copy size={14} aria-hidden />
}

/** Says the outcome of a copy to those who cannot see the icon change. */
export function CopyStatus({ state }: { readonly state: CopyState }) {
  const words = { ready: '', copied: 'Copied', failed: 'Copying failed' }
  return (
    <span className="sr-only" role="status">
      {words[state]}
    </span>
  )
}
