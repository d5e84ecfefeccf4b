import { ChevronDown, ChevronUp, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { locationText } from '../../../shared/code.ts'
import type { DebugEvent, QueryFacts } from '../../../shared/event.ts'
import { formatDuration } from '../../../shared/format.ts'
import { formatTerm } from '../../../shared/query/search.ts'
import type { QuerySibling, QuerySiblings, QueryTime } from '../../../shared/query-insight.ts'
import type { Command } from '../../commands/command.ts'
import { useCommands } from '../../commands/registry.ts'
import { QueryBadgeMark } from '../../list/query-badges.tsx'
import { findBadges } from '../../state/query-badges.ts'
import { useLiveAnswer } from '../../state/use-live-answer.ts'
import { resetFilter, setSearch, useView } from '../../state/view.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { useDetail } from '../detail-context.ts'
import { FilterValue } from '../filter-value.tsx'
import { QuerySiblingTable } from './query-sibling-table.tsx'

/** A query among the queries of its stream: how often it ran, what that took, where from, and the way to the others. */
export function QueryInStream({ event }: { readonly event: DebugEvent }) {
  const { backend } = useDetail()
  const siblings = useLiveAnswer(backend, 'query/siblings', event.id)
  if (!siblings || !event.query) return null
  return (
    <section className="query-part" aria-label="In this stream">
      <h3 className="detail-heading">
        In this stream
        <Steps event={event} siblings={siblings} />
      </h3>
      <Reasons event={event} siblings={siblings} />
      <Counts siblings={siblings} />
      {siblings.shape.count > 1 && <QuerySiblingTable event={event} siblings={siblings} />}
      <Actions event={event} facts={event.query} siblings={siblings} />
    </section>
  )
}

interface PartProps {
  readonly event: DebugEvent
  readonly siblings: QuerySiblings
}

/** The way to the sibling before and the one behind. */
function Steps({ event, siblings }: PartProps) {
  const { onSelect } = useDetail()
  const { nearest, before, shape } = siblings
  const own = nearest.findIndex(({ id }) => id === event.id)
  const [previous, next] = own < 0 ? [] : [nearest[own - 1], nearest[own + 1]]
  useCommands(
    useMemo(
      () => [
        ...(previous ? [toStep('previous', () => onSelect(previous.id))] : []),
        ...(next ? [toStep('next', () => onSelect(next.id))] : []),
      ],
      [previous, next, onSelect],
    ),
  )
  if (shape.count < 2 || own < 0) return null
  return (
    <span className="query-steps">
      {(before + own + 1).toLocaleString('en')} of {shape.count.toLocaleString('en')}
      <StepButton icon={ChevronUp} label={STEPS.previous} to={previous} />
      <StepButton icon={ChevronDown} label={STEPS.next} to={next} />
    </span>
  )
}

const STEPS = { previous: 'Previous query of this shape', next: 'Next query of this shape' }

interface StepButtonProps {
  readonly icon: LucideIcon
  readonly label: string
  /** Undefined at either end. */
  readonly to: QuerySibling | undefined
}

function StepButton({ icon: Icon, label, to }: StepButtonProps) {
  const { onSelect } = useDetail()
  return (
    <button
      type="button"
      className="detail-tool"
      aria-label={label}
      title={label}
      disabled={!to}
      onClick={() => to && onSelect(to.id)}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

function toStep(direction: keyof typeof STEPS, run: () => void): Command {
  return { id: `query/${direction}`, label: STEPS[direction], group: 'Events', keywords: 'sibling duplicate n+1', run }
}

/** Why the query is marked, one sentence for each mark. */
function Reasons({ event, siblings }: PartProps) {
  const slowQuery = useView((view) => view.slowQuery)
  const badges = findBadges({ duration: event.duration, mark: siblings.mark }, slowQuery)
  if (badges.length === 0) return null
  return (
    <ul className="query-reasons">
      {badges.map((badge) => (
        <li key={badge.kind}>
          <QueryBadgeMark badge={badge} />
          {badge.why}
        </li>
      ))}
    </ul>
  )
}

function Counts({ siblings }: { readonly siblings: QuerySiblings }) {
  const { onFilter } = useDetail()
  const { mark, same, shape, callSites } = siblings
  const isSameKnown = mark.same === same.count
  return (
    <KeyValues
      entries={[
        ['this query', isSameKnown ? timesText(same) : 'its values were not sent'],
        ['its shape', timesText(shape)],
        [
          callSites.length > 1 ? 'call sites' : 'call site',
          callSites.some(({ location }) => location !== null) && (
            <ul className="query-sites">
              {callSites.map(({ location, count, duration }) => (
                <li key={location ? locationText(location) : ''}>
                  {location ? (
                    <FilterValue
                      term={formatTerm('calledFrom', locationText(location))}
                      text={locationText(location)}
                      onFilter={onFilter}
                    />
                  ) : (
                    <span>not sent</span>
                  )}{' '}
                  <span className="query-dim">{timesText({ count, duration })}</span>
                </li>
              ))}
            </ul>
          ),
        ],
      ]}
    />
  )
}

/** Shows nothing but the queries of this shape: the filter before it would hide some of them. */
function Actions({ event, facts, siblings }: PartProps & { readonly facts: QueryFacts }) {
  const { shape, everywhere } = siblings
  const term = formatTerm('shape', String(facts.shape))
  if (everywhere < 2) return null
  const show = (search: string) => {
    resetFilter()
    setSearch(search)
  }
  return (
    <div className="query-actions">
      <span>Show all of this shape</span>
      <button
        type="button"
        className="detail-button"
        onClick={() => show(`${formatTerm('stream', event.stream)} ${term}`)}
      >
        in this stream ({shape.count.toLocaleString('en')})
      </button>
      <button type="button" className="detail-button" onClick={() => show(term)}>
        everywhere ({everywhere.toLocaleString('en')})
      </button>
    </div>
  )
}

function timesText({ count, duration }: QueryTime): string {
  return `×${count.toLocaleString('en')}, ${formatDuration(duration)}`
}
