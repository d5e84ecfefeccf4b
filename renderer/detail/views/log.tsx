import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { CodeBlock } from '../../code/code-block.tsx'
import { prettyJson, writeJson } from '../../ui/json-text.ts'
import { LongText } from '../long-text.tsx'
import type { EventView } from './view.ts'

/** The protocol allows no more than 4,096 characters of context unasked. */
const CONTEXT_FOLD = 4097

/** A longer title may be cut where it stands. */
const TITLE_LENGTH = 120

export const LogView: EventView<'log'> = ({ payload, event }) => {
  const { message, context } = payload
  const isTitle = message === event.summary && message.length <= TITLE_LENGTH
  return (
    <>
      {!isTitle && <LongText text={message} label="message" />}
      {isPresent(context) && <Context context={context} />}
    </>
  )
}

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
