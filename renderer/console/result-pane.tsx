import { ArrowDownToLine, ChartColumn } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { formatDuration } from '../../shared/format.ts'
import { hideSecretsOfResult } from '../../shared/query/hide-result-secrets.ts'
import { MASK } from '../../shared/secrets.ts'
import { Chart } from '../ui/chart.tsx'
import { RevealButton } from '../ui/reveal-button.tsx'
import { type Answer, useConsole } from './console-state.ts'
import { ReadyMadeList } from './ready-made-list.tsx'
import { type ResultChart, readChart } from './result-chart.ts'
import { exportAnswer } from './result-export.ts'
import { readResult } from './result-model.ts'
import { ResultTable } from './result-table.tsx'

/** What the last query answered: a chart where there is one to draw, and all of it as a table. */
export function ResultPane() {
  const answer = useConsole((state) => state.answer)
  const failure = useConsole((state) => state.failure)
  const isRunning = useConsole((state) => state.running !== null)
  return (
    <section className="console-result" aria-label="Result" aria-busy={isRunning}>
      {answer ? (
        <AnswerView answer={answer} />
      ) : failure !== null ? (
        <>
          <header className="result-head">
            <RunningNote fallback="The query has no answer." />
          </header>
          <p className="result-failure" role="alert">
            {failure}
          </p>
        </>
      ) : (
        <>
          <header className="result-head">
            <RunningNote fallback="Write a query, or begin with one of these." />
          </header>
          <div className="result-start">
            <ReadyMadeList />
          </div>
        </>
      )}
    </section>
  )
}

function AnswerView({ answer }: { readonly answer: Answer }) {
  const [isRevealed, setRevealed] = useState(false)
  const hidden = useMemo(() => hideSecretsOfAnswer(answer), [answer])
  const shown = isRevealed ? answer : hidden
  const model = useMemo(() => readResult(shown, answer), [shown, answer])
  const chart = useMemo(() => readChart(shown), [shown])
  const [isChartShown, setChartShown] = useState(true)
  const isBare = answer.query.reduce !== undefined && !Array.isArray(answer.result.aggregation)
  const [only] = model.columns
  return (
    <>
      <header className="result-head">
        <RunningNote fallback={describeAnswer(answer, model.rows.length)} />
        <span className="spring" />
        {chart && (
          <button
            type="button"
            className="button button-small"
            aria-pressed={isChartShown}
            onClick={() => setChartShown(!isChartShown)}
          >
            <ChartColumn size={13} aria-hidden /> Chart
          </button>
        )}
        {hidden !== answer && <RevealButton isRevealed={isRevealed} onChange={setRevealed} />}
        {(['csv', 'json'] as const).map((format) => (
          <button
            key={format}
            type="button"
            className="button button-small"
            title={`Save the result as ${format.toUpperCase()}`}
            aria-label={`Save the result as ${format.toUpperCase()}`}
            onClick={() => exportAnswer(shown, format)}
          >
            <ArrowDownToLine size={13} aria-hidden /> {format.toUpperCase()}
          </button>
        ))}
      </header>
      {isBare && only ? (
        <p className="result-value">
          <b>{only.format(shown.result.aggregation) || 'none'}</b>
          <span className="dim">{only.header}</span>
        </p>
      ) : (
        <div className="result-views">
          {chart && isChartShown && <ChartView chart={chart} />}
          <ResultTable
            key={JSON.stringify(answer.query)}
            answer={answer}
            model={model}
            isRanked={chart?.data.axis.kind === 'names'}
          />
        </div>
      )}
    </>
  )
}

/** The same if it has no secrets. */
function hideSecretsOfAnswer(answer: Answer): Answer {
  const { query, result } = answer
  const hidden = hideSecretsOfResult(query, result, MASK)
  return hidden.events === result.events && hidden.aggregation === result.aggregation
    ? answer
    : { ...answer, result: hidden }
}

function ChartView({ chart }: { readonly chart: ResultChart }) {
  return (
    <div className="result-chart">
      <p className="result-caption">
        {chart.label}
        {chart.note !== '' && <span className="dim"> · {chart.note}</span>}
      </p>
      <Chart data={chart.data} label={chart.label} formatValue={chart.formatValue} />
    </div>
  )
}

/** From this time on a query is said to be running, ms: faster ones would only flicker. */
const SLOW = 300

/** How long the query has been running; else what there is to say. */
function RunningNote({ fallback }: { readonly fallback: string }) {
  const running = useConsole((state) => state.running)
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    setElapsed(0)
    if (!running) return
    const timer = setInterval(() => setElapsed(Date.now() - running.since), SLOW)
    return () => clearInterval(timer)
  }, [running])
  const isSlow = running !== null && elapsed > 0
  return (
    <span className="result-note" role="status">
      {isSlow ? `Running for ${Math.round(elapsed / 1000)} s…` : fallback}
    </span>
  )
}

/** Like `12 groups of 345 events · 23 ms`. */
function describeAnswer({ query, result, took }: Answer, rows: number): string {
  const total = count(result.total, 'event')
  const time = formatDuration(took)
  if (query.reduce)
    return `${Array.isArray(result.aggregation) ? `${count(rows, 'row')} from ` : 'from '}${total} · ${time}`
  return `${rows === result.total ? total : `${rows.toLocaleString('en')} of ${total}`} · ${time}`
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`
}
