import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { EventId } from '../../../shared/event.ts'
import { formatDuration } from '../../../shared/format.ts'
import { useDetail } from '../detail-context.ts'
import { useStreamOutline } from '../use-stream-events.ts'
import { useLongList } from './long-list.tsx'
import { StreamNote } from './stream-note.tsx'
import { eventsOfRequest } from './stream-tree.ts'
import { buildTemplates, sumDurations, type TemplateLine } from './template-tree.ts'
import { TimeTable } from './time-table.tsx'
import type { EventView } from './view.ts'

/** Queries of a template that show at first. */
const QUERIES = 100

export const TemplateView: EventView<'template'> = ({ event }) => {
  const stream = useStreamOutline(event)
  const lines = useMemo(
    () => buildTemplates(stream.state === 'ready' ? eventsOfRequest(stream.events, event.id) : []),
    [stream, event.id],
  )
  const [open, setOpen] = useState<ReadonlySet<EventId>>(new Set())
  const toggle = (id: EventId) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }

  return (
    <>
      {lines.length > 0 && (
        <TimeTable
          lines={lines}
          current={event.id}
          label="Templates of its request"
          heading={lines.length === 1 ? '1 template' : `${lines.length} templates`}
          extra={{
            heading: 'queries',
            render: (line) => <QueryToggle line={line} isOpen={open.has(line.id)} onToggle={() => toggle(line.id)} />,
          }}
          renderBelow={(line) => open.has(line.id) && <Queries line={line} />}
        />
      )}
      <StreamNote stream={stream} />
    </>
  )
}

interface QueryToggleProps {
  readonly line: TemplateLine
  readonly isOpen: boolean
  onToggle(): void
}

/** The queries of the template itself; those of templates inside are counted there. */
function QueryToggle({ line, isOpen, onToggle }: QueryToggleProps) {
  const { queries, allQueries, name } = line
  const more = allQueries - queries.length
  const hint = more > 0 ? `${more.toLocaleString('en')} more in templates inside` : undefined
  if (queries.length === 0) return <span title={hint}>{more > 0 ? `${more.toLocaleString('en')} inside` : '–'}</span>
  return (
    <button
      type="button"
      className="detail-twisty"
      aria-expanded={isOpen}
      aria-label={`Queries of ${name}`}
      title={hint}
      onClick={onToggle}
    >
      <ChevronRight size={13} aria-hidden />
      {queries.length.toLocaleString('en')} · {formatDuration(sumDurations(queries))}
    </button>
  )
}

function Queries({ line }: { readonly line: TemplateLine }) {
  const { onSelect } = useDetail()
  const { shown, more } = useLongList(line.queries, QUERIES)
  return (
    <>
      <ul className="stream-queries" aria-label={`Queries of ${line.name}`}>
        {shown.map(({ id, text, target, duration }) => (
          <li key={id}>
            <button type="button" title={text} onClick={() => onSelect(id)}>
              <code>{text}</code>
            </button>
            <span>{[target, duration !== null && formatDuration(duration)].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {more}
    </>
  )
}
