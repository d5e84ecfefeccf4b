import { TriangleAlert } from 'lucide-react'
import { CodeBlock } from '../../code/code-block.tsx'
import type { EventView } from './view.ts'

const RAW_FOLD = 4097

export const InvalidView: EventView<'invalid'> = ({ payload }) => {
  const { reason, path, raw, cut } = payload
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
        </div>
      </div>
      <CodeBlock
        title={cut > 0 ? `As sent, without its last ${cut.toLocaleString('en')} characters` : 'As sent'}
        text={raw}
        language={/^\s*[[{]/.test(raw) ? 'json' : null}
        label="message as sent"
        foldAt={RAW_FOLD}
      />
    </>
  )
}
