import type { CSSProperties } from 'react'
import { formatDuration } from '../../shared/format.ts'
import { findLook } from '../list/event-looks.ts'
import type { ComparedTime } from './compare.ts'
import { Difference } from './difference.tsx'

export interface ComparedTimesProps {
  readonly title: string
  readonly times: readonly ComparedTime[]
  /** Whether they are named after event types, which have colours. */
  readonly isType?: boolean
}

/** Pairs of bars on one scale: what took how long on either side. */
export function ComparedTimes({ title, times, isType = false }: ComparedTimesProps) {
  const longest = Math.max(...times.map(({ left, right }) => Math.max(left, right)))
  return (
    <section className="compared-times" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {times.map(({ name, left, right }) => (
          <li key={name} style={isType ? ({ '--type': `var(${findLook(name).color})` } as CSSProperties) : undefined}>
            <span className="compared-name">{name}</span>
            <TimeBar side="A" time={left} longest={longest} />
            <TimeBar side="B" time={right} longest={longest} />
            <Difference before={left} after={right} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function TimeBar({ side, time, longest }: { side: 'A' | 'B'; time: number; longest: number }) {
  return (
    <span className="pair-bar" data-side={side}>
      <span className="sr-only">{side}</span>
      <span className="pair-bar-room">
        <span className="pair-bar-fill" style={{ width: `${longest > 0 ? (time / longest) * 100 : 0}%` }} />
      </span>
      <span className="pair-bar-text">{formatDuration(time)}</span>
    </span>
  )
}
