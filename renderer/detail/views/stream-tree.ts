import type { EventId, EventRow } from '../../../shared/event.ts'
import { growTrees } from '../../streams/event-tree.ts'

/** What a tree needs to know of an event. */
export type TreeEvent = Pick<EventRow, 'id' | 'type' | 'parent' | 'descendants' | 'duration'>

/** An event of a stream with those nested in it. */
export interface StreamNode<E extends TreeEvent> {
  readonly event: E
  readonly parent: StreamNode<E> | null
  readonly children: readonly StreamNode<E>[]
}

interface GrowingNode<E extends TreeEvent> extends StreamNode<E> {
  readonly children: GrowingNode<E>[]
}

/** Builds the trees of a stream from its events in the log's order. An event whose parent is not among them is a root. */
export function buildTrees<E extends TreeEvent>(events: readonly E[]): StreamNode<E>[] {
  return growTrees<E, GrowingNode<E>>(events, (event, parent) => ({ event, parent, children: [] }))
}

/** All nodes of some trees, each before what is nested in it. */
export function* walkTrees<E extends TreeEvent>(trees: readonly StreamNode<E>[]): Generator<StreamNode<E>> {
  const waiting = [...trees].reverse()
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index]
      if (child) waiting.push(child)
    }
  }
}

/**
 * The part of a stream that belongs to the request around an event: a stream may hold many requests, like a session
 * does. The whole stream where there is no request around it.
 */
export function eventsOfRequest<E extends TreeEvent>(events: readonly E[], id: EventId): readonly E[] {
  const request = events.findLast(
    (event) => event.type === 'request' && event.id < id && id <= event.id + event.descendants,
  )
  if (!request) return events
  return events.filter((event) => event.id >= request.id && event.id <= request.id + request.descendants)
}

/** The time of an event without that of what is nested in it, ms; null where its duration is not known. */
export function ownTime<E extends TreeEvent>(node: StreamNode<E>): number | null {
  const { duration } = node.event
  // What ran side by side may add up to more than the time it took.
  return duration === null ? null : Math.max(0, duration - nestedTime(node))
}

/** The known time of what is nested in an event: where a nested event has no duration, that of what is nested in it. */
function nestedTime<E extends TreeEvent>(node: StreamNode<E>): number {
  let sum = 0
  const waiting = [...node.children]
  for (let child = waiting.pop(); child; child = waiting.pop()) {
    if (child.event.duration === null) waiting.push(...child.children)
    else sum += child.event.duration
  }
  return sum
}

/** The nearest node of a type around a node; null where there is none. */
export function findAround<E extends TreeEvent>(node: StreamNode<E>, type: string): StreamNode<E> | null {
  for (let around = node.parent; around; around = around.parent) if (around.event.type === type) return around
  return null
}
