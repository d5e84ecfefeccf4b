import type { EventId } from '../../../shared/event.ts'
import type { OutlineEvent } from '../../../shared/stream.ts'
import { buildTrees, findAround, ownTime, type StreamNode, walkTrees } from './stream-tree.ts'

export interface PipelineStep {
  readonly id: EventId
  readonly name: string
  /** How many other middleware it is nested in. */
  readonly level: number
  /** ms. */
  readonly total: number | null
  /** Without what is nested in it, ms. */
  readonly own: number | null
  readonly success: boolean | null
}

/** Where the pipeline ended. No sender reports it, so it is inferred, and `reason` says from what. */
export interface PipelineEnd {
  readonly id: EventId
  readonly kind: 'failed' | 'answered' | 'passed' | 'unknown'
  readonly reason: string
}

export interface Pipeline {
  readonly steps: readonly PipelineStep[]
  /** Null without steps. */
  readonly end: PipelineEnd | null
}

/** The middleware of a request in the order it was entered, be it nested or one after the other. */
export function buildPipeline(events: readonly OutlineEvent[]): Pipeline {
  const trees = buildTrees(events)
  const nodes = [...walkTrees(trees)].filter(({ event }) => event.type === 'middleware')
  const steps = nodes.map((node) => ({
    id: node.event.id,
    name: node.event.summary,
    level: countAround(node),
    total: node.event.duration,
    own: ownTime(node),
    success: node.event.success,
  }))
  return { steps, end: findEnd(nodes, events) }
}

/**
 * The rules, in their order:
 *
 * 1. The last middleware that failed, if no middleware was entered after it that is not nested in it: it failed.
 * 2. Otherwise the pipeline ended with the last middleware. When something that is not its own work follows it (in a
 *    flat pipeline) or is nested in it (in a nested one), the request went on: all of it was passed.
 * 3. If nothing but a response is there, it answered by itself, as far as can be told.
 * 4. If there is not even that, or only what may be its own work, nothing can be told.
 */
function findEnd(nodes: readonly StreamNode<OutlineEvent>[], events: readonly OutlineEvent[]): PipelineEnd | null {
  const last = nodes.at(-1)?.event
  if (!last) return null
  const { id } = last
  const failed = nodes.findLast(({ event }) => event.success === false)?.event
  if (failed && id <= failed.id + failed.descendants) {
    const reason = 'It reports a failure, and no other middleware was entered after it.'
    return { id: failed.id, kind: 'failed', reason }
  }
  const isNested = nodes.some((node) => findAround(node, 'middleware') !== null)
  const end = id + last.descendants
  const behind = events.filter((event) => (isNested ? event.id > id && event.id <= end : event.id > end))
  const telling = behind.filter(({ type }) => !SAYS_NOTHING.has(type))
  const place = isNested ? 'inside' : 'after'
  const work = telling.find(({ type }) => !isNested || !MAY_BE_ITS_OWN.has(type))
  if (work) {
    return { id, kind: 'passed', reason: `The request went on ${place} the last one: ${work.type} ${work.summary}` }
  }
  if (telling.length > 0) {
    return { id, kind: 'unknown', reason: 'What is inside the last one may be its own work or that of the request.' }
  }
  const answer = events.find((event) => event.type === 'response' && event.id > id)
  if (answer) {
    return { id, kind: 'answered', reason: `Nothing but the response (${answer.summary}) was reported ${place} it.` }
  }
  return { id, kind: 'unknown', reason: `Nothing was reported ${place} it.` }
}

/** Types of events that do not tell whether the request went on. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['response', 'log', 'middleware'])

/** Types of events that a middleware causes itself, like one that looks up the user. */
const MAY_BE_ITS_OWN: ReadonlySet<string> = new Set(['query', 'access_check', 'exception'])

function countAround(node: StreamNode<OutlineEvent>): number {
  let count = 0
  for (let around = findAround(node, 'middleware'); around; around = findAround(around, 'middleware')) count++
  return count
}
