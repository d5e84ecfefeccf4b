import { useViewer } from '../state/viewer-context.ts'
import { formatQuery } from './query-text.ts'
import { READY_MADE_QUERIES } from './ready-made-queries.ts'
import { runText } from './run-query.ts'

/** Queries for what is asked often: a click runs one, and leaves it in the editor to be changed. */
export function ReadyMadeList({ onUse }: { onUse?(): void }) {
  const { backend } = useViewer()
  return (
    <ul className="ready-made" aria-label="Ready-made queries">
      {READY_MADE_QUERIES.map(({ id, title, description, query }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => {
              onUse?.()
              void runText(backend, formatQuery(query))
            }}
          >
            <b>{title}</b>
            <span className="dim">{description}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
