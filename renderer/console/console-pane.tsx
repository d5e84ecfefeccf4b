import { lazy, Suspense, useMemo } from 'react'
import { useCommands } from '../commands/registry.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Splitter } from '../ui/splitter.tsx'
import { CONSOLE_COMMANDS } from './console-commands.ts'
import { ConsoleHead } from './console-head.tsx'
import { setText, useConsole } from './console-state.ts'
import { QueryForm } from './query-form.tsx'
import { readQuery } from './query-text.ts'
import { ResultPane } from './result-pane.tsx'
import { runWritten } from './run-query.ts'
import { useKnownData } from './use-known-data.ts'
import './console.css'

const QueryEditor = lazy(async () => ({ default: (await import('./query-editor.tsx')).QueryEditor }))

/** The screen on which queries are written, run, and read. */
export function ConsolePane() {
  const { backend } = useViewer()
  const text = useConsole((state) => state.text)
  const mode = useConsole((state) => state.mode)
  const resultSize = useConsole((state) => state.resultSize)
  const { problem } = useMemo(() => readQuery(text), [text])
  const known = useKnownData()
  useCommands(CONSOLE_COMMANDS)

  return (
    <section className="console" aria-label="Query console">
      <Splitter
        side="bottom"
        size={resultSize}
        minimum={140}
        rest={160}
        label="results"
        onResize={(size) => useConsole.setState({ resultSize: size })}
      >
        <div className="console-query">
          <ConsoleHead problem={problem} />
          {mode === 'json' ? (
            <Suspense fallback={<div className="query-editor" />}>
              <QueryEditor
                text={text}
                problem={problem}
                known={known}
                onChange={setText}
                onRun={() => void runWritten(backend)}
              />
            </Suspense>
          ) : (
            <QueryForm text={text} problem={problem} known={known} />
          )}
          <p className="console-problem" role="status">
            {problem?.message}
          </p>
        </div>
        <ResultPane />
      </Splitter>
    </section>
  )
}
