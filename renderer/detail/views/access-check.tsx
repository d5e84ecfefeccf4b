import { ShieldCheck, ShieldX } from 'lucide-react'
import { useMemo } from 'react'
import { levelOf } from '../../../shared/importance.ts'
import { useDetail } from '../detail-context.ts'
import { useStreamEvents } from '../use-stream-events.ts'
import { type Access, type Decision, decide, type Question, readVotes } from './access-checks.ts'
import { AccessMatrices } from './access-matrix.tsx'
import { AccessWord } from './access-word.tsx'
import { useLongList } from './long-list.tsx'
import { StreamNote } from './stream-note.tsx'
import { eventsOfRequest } from './stream-tree.ts'
import type { EventView } from './view.ts'
import './access.css'

const TYPES = ['request', 'access_check']
/** Votes on one question that show at first; more, if the open one would not be among them. */
const VOTES = 100

export const AccessCheckView: EventView<'access_check'> = ({ payload, event }) => {
  const stream = useStreamEvents({ event, types: TYPES, withPayload: true })
  const decisions = useMemo(
    () => decide(readVotes(stream.state === 'ready' ? eventsOfRequest(stream.events, event.id) : [])),
    [stream, event.id],
  )
  const decision = decisions.find(({ votes }) => votes.some(({ id }) => id === event.id))
  const { object = null, control = null, action = null } = payload
  const question = decision?.votes.find(({ id }) => id === event.id) ?? { object, control, action }
  return (
    <>
      <AccessSign access={payload.access} question={question} />
      {decision && decision.votes.length > 1 && <Votes decision={decision} current={event.id} />}
      {decisions.length > 0 && <AccessMatrices decisions={decisions} current={event.id} />}
      <StreamNote stream={stream} />
    </>
  )
}

/** The answer at a glance, by icon and word, and the question as a sentence. */
function AccessSign({ access, question }: { readonly access: Access; readonly question: Question }) {
  const { object, control, action } = question
  const isGranted = access === 'GRANT'
  const Icon = isGranted ? ShieldCheck : ShieldX
  return (
    <div className="access-sign" data-access={access}>
      <Icon size={28} aria-hidden />
      <div>
        <strong>{access}</strong>
        <p>
          <span title="Who asks">{object ?? 'Somebody'}</span> {isGranted ? 'may' : 'may not'}{' '}
          <span title="Action">{action ?? 'access'}</span>{' '}
          {control !== null && <span title="What is asked for">{control}</span>}
        </p>
      </div>
    </div>
  )
}

interface VotesProps {
  readonly decision: Decision
  readonly current: number
}

function Votes({ decision, current }: VotesProps) {
  const { onSelect } = useDetail()
  const { votes, score, verdict } = decision
  const outermost = votes.reduce((least, { level }) => Math.min(least, level), Number.POSITIVE_INFINITY)
  const needed = votes.findIndex(({ id }) => id === current) + 1
  const { shown, more } = useLongList(votes, Math.max(VOTES, needed))
  return (
    <section className="access-part" aria-label="Votes">
      <h3>
        {votes.length.toLocaleString('en')} votes on this question
        <span className="stream-count">add up to {signed(score)}</span>
      </h3>
      <ol className="access-votes">
        {shown.map((vote) => (
          <li
            key={vote.id}
            aria-current={vote.id === current ? 'true' : undefined}
            style={{ paddingLeft: 8 + 14 * Math.min(vote.level - outermost, 12) }}
          >
            <button type="button" title={`Open #${vote.id}`} onClick={() => onSelect(vote.id)}>
              <AccessWord access={vote.access} />
              <span className="access-points">{signed(vote.access === 'GRANT' ? 1 : -1)}</span>
            </button>
            <span className="stream-count">
              {levelOf(vote.importance)} {vote.importance}
            </span>
            {vote === verdict && <span className="stream-mark">verdict</span>}
          </li>
        ))}
      </ol>
      {more}
      <p className="access-rule">
        GRANT counts +1, DENIED −1. The vote with the highest importance is the verdict; of several, the last.
        {contradicts(decision) && (
          <strong>
            {' '}
            The sum says {score > 0 ? 'GRANT' : 'DENIED'}, the verdict {verdict.access}.
          </strong>
        )}
      </p>
    </section>
  )
}

function contradicts({ score, verdict }: Decision): boolean {
  return verdict.access === 'GRANT' ? score < 0 : score > 0
}

function signed(points: number): string {
  if (points === 0) return '0'
  return points > 0 ? `+${points}` : `−${-points}`
}
