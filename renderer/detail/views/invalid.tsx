import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { CodeBlock } from '../../code/code-block.tsx'
import { findProblem, positionOf } from './invalid-place.ts'
import type { EventView } from './view.ts'

const RAW_FOLD = 4097

/** Why a message is no event, where in it that shows, and the message. */
export const InvalidView: EventView<'invalid'> = ({ payload }) => {
  const { reason, path, raw, cut } = payload
  const place = useMemo(() => findProblem(payload), [payload])
  const position = place && positionOf(raw, place.from)
  const isFarBack = place !== null && place.to >= RAW_FOLD
  return (
    <>
      <div className="detail-problem">
        <TriangleAlert size={16} aria-hidden />
        <div className="detail-problem-text">
          <div>{reason}</div>
          {path !== '' && (
            <div>
              at <code>{path}</code>
            </div>
          )}
          {position && path !== '' && <div>{`line ${position.line}, column ${position.column} below`}</div>}
        </div>
      </div>
      <CodeBlock
        title={cut > 0 ? `As sent, without its last ${cut.toLocaleString('en')} characters` : 'As sent'}
        text={raw}
        language={/^\s*[[{]/.test(raw) ? 'json' : null}
        label="message as sent"
        mark={place}
        {...(!isFarBack && { foldAt: RAW_FOLD })}
      />
    </>
  )
}
