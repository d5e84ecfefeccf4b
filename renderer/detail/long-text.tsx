import { useState } from 'react'
import { foldText } from '../code/fold-text.ts'
import { CopyButton } from '../ui/copy-button.tsx'

const TEXT_FOLD = 20_000

interface LongTextProps {
  readonly text: string
  /** What it is, for the accessible name of its copy button. */
  readonly label: string
}

/** Text as it was written, in monospace where its lines may be aligned, folded where it is very long. */
export function LongText({ text, label }: LongTextProps) {
  const [isFolded, setFolded] = useState(true)
  const folded = foldText(text, TEXT_FOLD)
  return (
    <div className="detail-text" data-lines={text.includes('\n') ? 'many' : 'one'}>
      <p>{isFolded ? folded : text}</p>
      <CopyButton label={`Copy ${label}`} makeText={() => text} />
      {folded !== text && (
        <button type="button" className="detail-link" onClick={() => setFolded(!isFolded)}>
          {isFolded ? `Show all ${text.length.toLocaleString('en')} characters` : 'Show less'}
        </button>
      )}
    </div>
  )
}
