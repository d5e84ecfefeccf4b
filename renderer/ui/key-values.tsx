import type { ReactNode } from 'react'
import './key-values.css'

interface KeyValuesProps {
  /** Pairs of a name and what stands beside it; null and false leave the pair out. */
  readonly entries: readonly (readonly [string, ReactNode])[]
}

export function KeyValues({ entries }: KeyValuesProps) {
  return (
    <dl className="key-values">
      {entries.map(
        ([name, value]) =>
          value !== null &&
          value !== false && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
