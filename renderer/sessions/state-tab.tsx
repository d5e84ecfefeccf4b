import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, PanelRightOpen } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { EventId, EventRow } from '../../shared/event.ts'
import type { StreamKey } from '../../shared/stream.ts'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'
import { formatFullTime } from '../list/format-time.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'
import { useStateStep } from './read-states.ts'
import { StateTree } from './state-tree.tsx'
import './state-tab.css'

interface StateTabProps {
  readonly stream: StreamKey
  /** The state events of the stream, in its order; at least one. */
  readonly steps: readonly EventRow[]
  onOpen(row: EventRow): void
}

/** The state of a session through time: one step for each event that changed it. */
export function StateTab({ stream, steps, onOpen }: StateTabProps) {
  /** Null is the newest, whatever comes. */
  const [chosen, setChosen] = useState<EventId | null>(() => {
    const selected = useLog.getState().selection?.id
    return steps.some(({ id }) => id === selected) ? (selected ?? null) : null
  })
  const found = steps.findIndex(({ id }) => id === chosen)
  const last = steps.length - 1
  const index = found < 0 ? last : found
  const row = steps[index]
  const choose = useCallback(
    (to: number) => {
      const next = steps[Math.min(Math.max(0, to), last)]
      setChosen(!next || next === steps[last] ? null : next.id)
    },
    [steps, last],
  )
  useCommands(useMemo(() => makeCommands(index, choose), [index, choose]))
  if (!row) return null

  return (
    <div className="state-tab">
      <div className="state-steps">
        <StepButton icon={ChevronFirst} label="First state" isDisabled={index === 0} onClick={() => choose(0)} />
        <StepButton
          icon={ChevronLeft}
          label="State before"
          isDisabled={index === 0}
          onClick={() => choose(index - 1)}
        />
        <input
          type="range"
          className="state-slider"
          aria-label="State"
          aria-valuetext={`${index + 1} of ${steps.length}, ${formatFullTime(row.time)}`}
          min={0}
          max={last}
          value={index}
          onChange={(event) => choose(Number(event.target.value))}
        />
        <StepButton
          icon={ChevronRight}
          label="Next state"
          isDisabled={index === last}
          onClick={() => choose(index + 1)}
        />
        <StepButton icon={ChevronLast} label="Newest state" isDisabled={index === last} onClick={() => choose(last)} />
      </div>
      <div className="state-page">
        <Step
          stream={stream}
          row={row}
          place={`${(index + 1).toLocaleString('en')} of ${steps.length.toLocaleString('en')}`}
          onOpen={onOpen}
        />
      </div>
    </div>
  )
}

interface StepProps {
  readonly stream: StreamKey
  readonly row: EventRow
  /** Which of how many it is. */
  readonly place: string
  onOpen(row: EventRow): void
}

function Step({ stream, row, place, onOpen }: StepProps) {
  const { backend } = useViewer()
  const loaded = useStateStep(backend, stream, row.id)
  return (
    <>
      <header className="state-head">
        <b>{place}</b>
        <time dateTime={new Date(row.time).toISOString()}>{formatFullTime(row.time)}</time>
        <span className="state-summary" title={row.summary}>
          {row.summary}
        </span>
        <button type="button" className="button button-small" onClick={() => onOpen(row)}>
          <PanelRightOpen size={13} aria-hidden /> Open the event
        </button>
      </header>
      {loaded.kind === 'ready' && (
        <>
          <StateTree before={loaded.step.before} after={loaded.step.state} heading={null} />
          {loaded.step.before === null && (
            <p className="state-same">What it was before is no longer in the log: nothing is marked.</p>
          )}
        </>
      )}
      {loaded.kind === 'gone' && (
        <p className="state-same">This state is gone: it was cleared, or made room for newer ones.</p>
      )}
      {loaded.kind === 'failed' && <p role="alert">The state could not be read: {loaded.reason}</p>}
    </>
  )
}

interface StepButtonProps {
  readonly icon: typeof ChevronLeft
  readonly label: string
  readonly isDisabled: boolean
  onClick(): void
}

function StepButton({ icon: Icon, label, isDisabled, onClick }: StepButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onClick}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}

/** What the keys do among states. */
function makeCommands(index: number, choose: (to: number) => void): readonly Command[] {
  const group = 'Streams'
  return [
    {
      id: 'event/next',
      label: 'Next state',
      group,
      keys: ['j'],
      listKeys: ['ArrowRight'],
      run: () => choose(index + 1),
    },
    {
      id: 'event/previous',
      label: 'State before',
      group,
      keys: ['k'],
      listKeys: ['ArrowLeft'],
      run: () => choose(index - 1),
    },
    { id: 'event/first', label: 'First state', group, keys: ['g'], listKeys: ['Home'], run: () => choose(0) },
    {
      id: 'event/last',
      label: 'Newest state',
      group,
      keys: ['G'],
      listKeys: ['End'],
      run: () => choose(Number.POSITIVE_INFINITY),
    },
  ]
}
