import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { CodeBlock } from '../../code/code-block.tsx'
import { prettyJson, writeJson } from '../../ui/json-text.ts'
import { LongText } from '../long-text.tsx'
import type { EventView } from './view.ts'

/** The protocol allows no more than 4,096 characters of context unasked. */
const CONTEXT_FOLD = 4097

export const LogView: EventView<'log'> = ({ payload }) => (
  <>
    <LongText text={payload.message} label="message" />
    {isPresent(payload.context) && <Context context={payload.context} />}
  </>
)

function Context({ context }: { readonly context: unknown }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="detail-fold">
      <button type="button" className="detail-twisty" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={14} aria-hidden />
        Context
      </button>
      {isOpen && <ContextCode context={context} />}
    </div>
  )
}

function ContextCode({ context }: { readonly context: unknown }) {
  const sent = typeof context === 'string' ? context : writeJson(context)
  const json = prettyJson(sent)
  return (
    <CodeBlock
      title={json === null ? 'text' : 'json'}
      text={json ?? sent}
      language={json === null ? null : 'json'}
      label="context"
      foldAt={CONTEXT_FOLD}
    />
  )
}

function isPresent(context: unknown): boolean {
  return context !== undefined && context !== null && context !== ''
}
