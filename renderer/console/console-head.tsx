import { AlignLeft, History, List, Play, Square, WandSparkles } from 'lucide-react'
import { useKeyName } from '../commands/registry.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { type EditMode, setText, useConsole } from './console-state.ts'
import { showRows } from './filter-query.ts'
import { HistoryList } from './history-list.tsx'
import { formatQuery, type QueryProblem, readQuery } from './query-text.ts'
import { ReadyMadeList } from './ready-made-list.tsx'
import { cancelRun, runWritten } from './run-query.ts'

/** What can be done with the query that is written. */
export function ConsoleHead({ problem }: { readonly problem: QueryProblem | null }) {
  const mode = useConsole((state) => state.mode)
  return (
    <header className="console-head">
      <Segmented<EditMode>
        label="Write as"
        value={mode}
        options={[
          { value: 'json', label: 'JSON' },
          { value: 'form', label: 'Form' },
        ]}
        onChange={(chosen) => useConsole.setState({ mode: chosen })}
      />
      <Popover
        className="button button-small"
        label="Ready-made queries"
        trigger={
          <>
            <WandSparkles size={13} aria-hidden /> <span className="button-text">Ready-made</span>
          </>
        }
      >
        {(close) => <ReadyMadeList onUse={close} />}
      </Popover>
      <Popover
        className="button button-small"
        label="History of queries"
        trigger={
          <>
            <History size={13} aria-hidden /> <span className="button-text">History</span>
          </>
        }
      >
        {(close) => <HistoryList onUse={close} />}
      </Popover>
      {mode === 'json' && (
        <button
          type="button"
          className="icon-button"
          aria-label="Tidy the text"
          title="Tidy the text"
          disabled={problem?.path === ''}
          onClick={tidy}
        >
          <AlignLeft size={14} aria-hidden />
        </button>
      )}
      <span className="spring" />
      <button
        type="button"
        className="button button-small"
        aria-label="Show as rows"
        title="Show as rows: open the list with the same conditions"
        disabled={problem !== null}
        onClick={() => {
          const { query } = readQuery(useConsole.getState().text)
          if (query) showRows(query)
        }}
      >
        <List size={13} aria-hidden /> <span className="button-text">Show as rows</span>
      </button>
      <RunButton isBroken={problem !== null} />
    </header>
  )
}

function RunButton({ isBroken }: { readonly isBroken: boolean }) {
  const { backend } = useViewer()
  const isRunning = useConsole((state) => state.running !== null)
  const key = useKeyName('console/run')
  if (isRunning) {
    return (
      <button type="button" className="button button-small console-run" onClick={() => cancelRun(backend)}>
        <Square size={12} fill="currentColor" aria-hidden /> Cancel
      </button>
    )
  }
  return (
    <button
      type="button"
      className="button button-small button-primary console-run"
      title={key === null ? 'Run' : `Run (${key})`}
      disabled={isBroken}
      onClick={() => void runWritten(backend)}
    >
      <Play size={12} aria-hidden /> Run
    </button>
  )
}

function tidy(): void {
  try {
    setText(formatQuery(JSON.parse(useConsole.getState().text)))
  } catch {
    // Text that is no JSON stays as it is; what is wrong with it is marked.
  }
}
