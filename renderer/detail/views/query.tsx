import { useState } from 'react'
import { findParameters } from '../../../shared/query-shape/parameters.ts'
import { detectSyntax, firstWord } from '../../../shared/query-shape/syntax.ts'
import { CodeBlock } from '../../code/code-block.tsx'
import { isLanguage } from '../../code/languages.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatQuery } from './format-query.ts'
import { QueryInStream } from './query-in-stream.tsx'
import { QueryParameterTable } from './query-parameters.tsx'
import { fillValues, toQueryValues } from './query-values.ts'
import type { EventView } from './view.ts'

const QUERY_FOLD = 512

/** `failed` where the text is nothing that can be formatted: then it stays as it is. */
type Formatting = { readonly state: 'off' | 'failed' } | { readonly state: 'on'; readonly text: string }

export const QueryView: EventView<'query'> = ({ payload, event }) => {
  const { query, syntax, target } = payload
  const [formatting, setFormatting] = useState<Formatting>({ state: 'off' })
  const isKnown = syntax !== undefined && syntax !== 'html' && isLanguage(syntax)
  const language = detectSyntax(payload, firstWord(query))
  const parameters = findParameters(payload)
  const values = parameters ? toQueryValues(parameters) : []
  const canFormat = language === 'sql' || language === 'json'
  const canFill = language === 'sql' && values.length > 0

  const toggle = () => {
    if (formatting.state === 'on') setFormatting({ state: 'off' })
    else
      void formatQuery(query, target, language).then((text) =>
        setFormatting(text === null ? { state: 'failed' } : { state: 'on', text }),
      )
  }

  return (
    <>
      <CodeBlock
        title={syntax ? `${target} · ${syntax}` : target}
        text={formatting.state === 'on' ? formatting.text : query}
        language={isKnown ? syntax : null}
        label="query"
        foldAt={QUERY_FOLD}
        tools={
          <>
            {canFormat && (
              <button
                type="button"
                className="code-tool"
                aria-pressed={formatting.state === 'on'}
                title="Break into lines"
                onClick={toggle}
              >
                Format
              </button>
            )}
            {canFill && (
              <CopyButton
                label="Copy query with values"
                caption="With values"
                makeText={() => fillValues(query, values)}
              />
            )}
          </>
        }
      />
      {formatting.state === 'failed' && (
        <p className="query-note" role="status">
          This text cannot be formatted, so it stays as it was sent.
        </p>
      )}
      {values.length > 0 && <QueryParameterTable values={values} />}
      <QueryInStream event={event} />
    </>
  )
}
