import { Trash2 } from 'lucide-react'
import { formatClock } from '../list/format-time.ts'
import { useViewer } from '../state/viewer-context.ts'
import { useConsole } from './console-state.ts'
import { runText } from './run-query.ts'

/** Queries that were run: a click runs one again. */
export function HistoryList({ onUse }: { onUse(): void }) {
  const { backend } = useViewer()
  const history = useConsole((state) => state.history)
  if (history.length === 0) return <p className="popover-note">Queries that you run are kept here.</p>
  const now = Date.now()
  return (
    <div className="console-history">
      <ul aria-label="Queries that were run">
        {history.map(({ text, time }) => (
          <li key={text}>
            <button
              type="button"
              title={text}
              onClick={() => {
                onUse()
                void runText(backend, text)
              }}
            >
              <span className="dim">{formatClock(time, now)}</span>
              <code>{toLine(text)}</code>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button button-small" onClick={() => useConsole.setState({ history: [] })}>
        <Trash2 size={13} aria-hidden /> Forget them
      </button>
    </div>
  )
}

/** What tells a query from the others, in one line: nearly all begin with every app. */
function toLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^\{ "from": \{ "instance": "\*" \}, /, '{ ')
    .slice(0, 300)
}
