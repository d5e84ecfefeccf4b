import fc from 'fast-check'
import type { EventRow } from '../../../shared/event.ts'
import { makeRow } from '../../helpers/event-row.ts'

/** An event as a test states it: type, time and duration (ms), and what is nested in it. */
export interface Told extends Partial<EventRow> {
  readonly nested?: readonly Told[]
}

/** The rows of one stream, numbered from 1 in the log's order. */
export function makeStream(told: readonly Told[]): EventRow[] {
  const rows: EventRow[] = []
  const add = ({ nested = [], ...values }: Told, parent: number | null, depth: number) => {
    const index = rows.length
    const row = makeRow(index + 1, { parent, depth, ...values })
    rows.push(row)
    for (const inner of nested) add(inner, row.id, depth + 1)
    rows[index] = { ...row, descendants: rows.length - index - 1 }
  }
  for (const event of told) add(event, null, 0)
  return rows
}

/** A measured event with the events inside it one after the other, which began at 0 and lies inside its parent. */
export interface Shape {
  /** ms before it, after the one beside it. */
  readonly pause: number
  readonly own: number
  readonly nested: readonly Shape[]
}

/** Trees of events that ran one after the other, as a synchronous app makes them. */
export const sequentialShape: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape; nested: readonly Shape[] }>((tie) => ({
  shape: fc.record({
    pause: fc.integer({ min: 2, max: 50 }),
    own: fc.integer({ min: 2, max: 50 }),
    nested: tie('nested'),
  }),
  nested: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('shape'), { maxLength: 4 })),
})).shape

export function lengthOfShape({ own, nested }: Shape): number {
  return own + nested.reduce((sum, inner) => sum + inner.pause + lengthOfShape(inner), 0)
}

/** The shape as told by a sender that stamps events when they begin, or when they end. */
export function tellShape(shape: Shape, stamps: 'start' | 'end', start = 0): Told {
  const duration = lengthOfShape(shape)
  let time = start
  const nested = shape.nested.map((inner) => {
    const told = tellShape(inner, stamps, time + inner.pause)
    time += inner.pause + lengthOfShape(inner)
    return told
  })
  return { type: 'middleware', time: stamps === 'start' ? start : start + duration, duration, nested }
}
