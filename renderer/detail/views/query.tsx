import { CodeBlock } from '../../code/code-block.tsx'
import { isLanguage } from '../../code/languages.ts'
import type { EventView } from './view.ts'

const QUERY_FOLD = 512

export const QueryView: EventView<'query'> = ({ payload }) => {
  const { query, syntax, target } = payload
  const isKnown = syntax !== undefined && syntax !== 'html' && isLanguage(syntax)
  return (
    <CodeBlock
      title={syntax ? `${target} · ${syntax}` : target}
      text={query}
      language={isKnown ? syntax : null}
      label="query"
      foldAt={QUERY_FOLD}
    />
  )
}
