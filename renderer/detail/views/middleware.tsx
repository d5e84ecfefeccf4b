import { CircleCheck, CircleHelp, CircleX, CornerDownLeft, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { useStreamOutline } from '../use-stream-events.ts'
import { buildPipeline, type PipelineEnd } from './middleware-pipeline.ts'
import { StreamNote } from './stream-note.tsx'
import { eventsOfRequest } from './stream-tree.ts'
import { TimeTable } from './time-table.tsx'
import type { EventView } from './view.ts'

const ENDS: { readonly [K in PipelineEnd['kind']]: { readonly icon: LucideIcon; readonly mark: string } } = {
  failed: { icon: CircleX, mark: 'stopped here' },
  answered: { icon: CornerDownLeft, mark: 'stopped here' },
  passed: { icon: CircleCheck, mark: 'passed' },
  unknown: { icon: CircleHelp, mark: 'last' },
}

export const MiddlewareView: EventView<'middleware'> = ({ event }) => {
  const stream = useStreamOutline(event)
  const { steps, end } = useMemo(
    () => buildPipeline(stream.state === 'ready' ? eventsOfRequest(stream.events, event.id) : []),
    [stream, event.id],
  )
  return (
    <>
      {end && <EndSign end={end} name={steps.find(({ id }) => id === end.id)?.name ?? ''} />}
      {steps.length > 0 && (
        <TimeTable
          lines={steps}
          current={event.id}
          label="Middleware of its request"
          heading={steps.length === 1 ? '1 middleware' : `${steps.length} middleware, in order`}
          renderMark={(step) => (
            <>
              {step.success === false && <span className="detail-failed">failed</span>}
              {step.id === end?.id && (end.kind === 'failed' || end.kind === 'answered') && (
                <span className="stream-mark" data-tone={end.kind === 'failed' ? 'bad' : 'warn'}>
                  {ENDS[end.kind].mark}
                </span>
              )}
            </>
          )}
        />
      )}
      <StreamNote stream={stream} />
    </>
  )
}

function EndSign({ end, name }: { readonly end: PipelineEnd; readonly name: string }) {
  const Icon = ENDS[end.kind].icon
  const words = {
    failed: `Stopped at ${name}: it failed`,
    answered: `Ended with ${name}, which may have answered by itself`,
    passed: 'All of the middleware was passed',
    unknown: `${name} is the last that was reported`,
  }
  return (
    <div className="pipeline-end" data-kind={end.kind}>
      <Icon size={16} aria-hidden />
      <div>
        <strong>{words[end.kind]}</strong>
        <p>Inferred: {end.reason}</p>
      </div>
    </div>
  )
}
