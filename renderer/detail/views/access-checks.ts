import type { EventId, EventRow } from '../../../shared/event.ts'
import type { Importance } from '../../../shared/importance.ts'
import type { StreamEvent } from '../../../shared/messages.ts'
import { isJsonObject, parseJson } from '../../ui/json-value.ts'

export type Access = 'GRANT' | 'DENIED'

/** What an access check asks: may `object` do `action` to `control`? Null where it does not tell. */
export interface Question {
  /** Who asks. */
  readonly object: string | null
  /** What is asked for. */
  readonly control: string | null
  readonly action: string | null
}

export interface AccessVote extends Question {
  readonly id: EventId
  readonly access: Access
  readonly importance: Importance
  /** How many checks it is nested in. */
  readonly level: number
}

/** All that was answered to one question. */
export interface Decision {
  readonly question: Question
  /** In their order. */
  readonly votes: readonly AccessVote[]
  /** GRANT counts +1, DENIED -1. */
  readonly score: number
  /** The vote with the highest importance; of several, the last. */
  readonly verdict: AccessVote
}

type CheckEvent = Pick<EventRow, 'id' | 'type' | 'parent' | 'descendants' | 'importance'> & Pick<StreamEvent, 'payload'>

/**
 * The access checks among events of a stream, in their order. A check that leaves out who, what or the action and is
 * nested in another one is about what that one is about: voters often report their vote alone.
 */
export function readVotes(events: readonly CheckEvent[]): AccessVote[] {
  const votes: AccessVote[] = []
  const around: { readonly vote: AccessVote; readonly end: EventId }[] = []
  for (const { id, type, descendants, importance, payload } of events) {
    const check = type === 'access_check' ? readCheck(payload) : null
    if (!check) continue
    while (around.length > 0 && (around.at(-1)?.end ?? 0) < id) around.pop()
    const outer = around.at(-1)?.vote
    const vote: AccessVote = {
      id,
      access: check.access,
      importance,
      level: around.length,
      object: check.object ?? outer?.object ?? null,
      control: check.control ?? outer?.control ?? null,
      action: check.action ?? outer?.action ?? null,
    }
    votes.push(vote)
    around.push({ vote, end: id + descendants })
  }
  return votes
}

/** Gathers the votes by question, in the order the questions were first asked. */
export function decide(votes: readonly AccessVote[]): Decision[] {
  const byQuestion = groupBy(votes, ({ object, control, action }) => JSON.stringify([object, control, action]))
  return [...byQuestion.values()].map((asked) => {
    const verdict = asked.reduce((best, vote) => (vote.importance >= best.importance ? vote : best))
    const { object, control, action } = verdict
    return {
      question: { object, control, action },
      votes: asked,
      score: asked.reduce((sum, { access }) => sum + (access === 'GRANT' ? 1 : -1), 0),
      verdict,
    }
  })
}

/** The decisions on one action: who by what. The side with more values goes down, as there is more room that way. */
export interface AccessMatrix {
  readonly action: string | null
  readonly rowsAre: 'control' | 'object'
  readonly columns: readonly (string | null)[]
  readonly rows: readonly MatrixRow[]
}

export interface MatrixRow {
  readonly name: string | null
  /** By column; a question that was not asked is missing. */
  readonly decisions: ReadonlyMap<string | null, Decision>
}

/** One matrix for each action; with `deniedOnly` from what was denied alone. */
export function buildMatrices(decisions: readonly Decision[], deniedOnly: boolean): AccessMatrix[] {
  const shown = deniedOnly ? decisions.filter(({ verdict }) => verdict.access === 'DENIED') : decisions
  const byAction = groupBy(shown, ({ question }) => question.action)
  return [...byAction].map(([action, ofAction]) => {
    const objects = new Set(ofAction.map(({ question }) => question.object))
    const controls = new Set(ofAction.map(({ question }) => question.control))
    const rowsAre = controls.size >= objects.size ? 'control' : 'object'
    const columnsAre = rowsAre === 'control' ? 'object' : 'control'
    const byRow = groupBy(ofAction, ({ question }) => question[rowsAre])
    return {
      action,
      rowsAre,
      columns: [...(rowsAre === 'control' ? objects : controls)],
      rows: [...byRow].map(([name, ofRow]) => ({
        name,
        decisions: new Map(ofRow.map((decision) => [decision.question[columnsAre], decision])),
      })),
    }
  })
}

function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

function readCheck(payload: string | null): ({ readonly access: Access } & Partial<Question>) | null {
  const value = payload === null ? null : parseJson(payload)
  if (!isJsonObject(value) || (value.access !== 'GRANT' && value.access !== 'DENIED')) return null
  const text = (key: keyof Question) => {
    const part = value[key]
    return typeof part === 'string' && part !== '' ? part : null
  }
  return { access: value.access, object: text('object'), control: text('control'), action: text('action') }
}
