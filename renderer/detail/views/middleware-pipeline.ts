import type { EventId, EventRow } from '../../../shared/event.ts'
import { buildTrees, findAround, ownTime, type StreamNode, type TreeEvent, walkTrees } from './stream-tree.ts'

export type PipelineEvent = TreeEvent & Pick<EventRow, 'summary' | 'success'>

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
export function buildPipeline(events: readonly PipelineEvent[]): Pipeline {
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
 * 2. Otherwise the pipeline ended with the last middleware. If events other than its response are nested in it, when
 *    the pipeline is nested, or follow it, when it is flat, the request went on: all of it was passed.
 * 3. If there is nothing but a response inside or after it, it answered by itself, as far as can be told.
 * 4. If there is not even that, nothing can be told.
 */
function findEnd(nodes: readonly StreamNode<PipelineEvent>[], events: readonly PipelineEvent[]): PipelineEnd | null {
  const last = nodes.at(-1)?.event
  if (!last) return null
  const failed = nodes.findLast(({ event }) => event.success === false)?.event
  if (failed && last.id <= failed.id + failed.descendants) {
    const reason = 'It reports a failure, and no other middleware was entered after it.'
    return { id: failed.id, kind: 'failed', reason }
  }
  const isNested = nodes.some((node) => findAround(node, 'middleware') !== null)
  const end = last.id + last.descendants
  const behind = events.filter(({ id }) => (isNested ? id > last.id && id <= end : id > end))
  const place = isNested ? 'inside' : 'after'
  const work = behind.find(({ type }) => !SAYS_NOTHING.has(type))
  if (work) {
    const reason = `The request went on ${place} the last middleware: ${work.type} ${work.summary}`
    return { id: last.id, kind: 'passed', reason }
  }
  const answer = events.find(({ id, type }) => type === 'response' && id > last.id)
  if (answer) {
    const reason = `Nothing but the response (${answer.summary}) was reported ${place} it.`
    return { id: last.id, kind: 'answered', reason }
  }
  return { id: last.id, kind: 'unknown', reason: `Nothing was reported ${place} the last middleware.` }
}

/** Types of events that do not tell whether the request went on. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['response', 'log', 'middleware'])

function countAround(node: StreamNode<PipelineEvent>): number {
  let count = 0
  for (let around = findAround(node, 'middleware'); around; around = findAround(around, 'middleware')) count++
  return count
}
