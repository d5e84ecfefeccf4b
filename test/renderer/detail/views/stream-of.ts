import type { EventId } from '../../../../shared/event.ts'
import { clampImportance } from '../../../../shared/importance.ts'
import type { StreamEvent } from '../../../../shared/messages.ts'
import { makeRow } from '../../../helpers/event-row.ts'

/** An event and those nested in it, as a test states them. */
export interface Sketch {
  readonly type: string
  /** Its summary. */
  readonly name?: string
  readonly duration?: number
  readonly success?: boolean
  readonly importance?: number
  readonly time?: number
  readonly payload?: unknown
  readonly nested?: readonly Sketch[]
}

/** The events of a stream as the collector numbers them: 1, 2, 3, each before what is nested in it. */
export function streamOf(...sketches: readonly Sketch[]): StreamEvent[] {
  const events: StreamEvent[] = []
  const add = (sketch: Sketch, parent: EventId | null, depth: number) => {
    const id = events.length + 1
    events.push(toEvent(sketch, id, parent, depth, 0))
    for (const nested of sketch.nested ?? []) add(nested, id, depth + 1)
    events[id - 1] = toEvent(sketch, id, parent, depth, events.length - id)
  }
  for (const sketch of sketches) add(sketch, null, 0)
  return events
}

function toEvent(sketch: Sketch, id: EventId, parent: EventId | null, depth: number, descendants: number): StreamEvent {
  const { type, name, payload, duration = null, success = null, importance = 1, time = id } = sketch
  return {
    ...makeRow(id, { type, parent, depth, descendants, duration, success, time }),
    importance: clampImportance(importance),
    summary: name ?? type,
    definedIn: null,
    payload: payload === undefined ? null : JSON.stringify(payload),
  }
}
