import type { CSSProperties } from 'react'
import { clampImportance, levelOf } from '../../shared/importance.ts'
import { setImportance } from '../state/filter.ts'
import { changeFilter, useView } from '../state/view.ts'

/** The range of importance to show: two sliders on one track. */
export function ImportanceRange() {
  const [lowest, highest] = useView((view) => view.filter.importance)
  return (
    <fieldset
      className="importance"
      title="Importance"
      style={{ '--from': (lowest - 1) / 7, '--to': (highest - 1) / 7 } as CSSProperties}
    >
      <legend className="sr-only">Importance</legend>
      <span className="range">
        <Thumb thumb={0} value={lowest} label="Lowest importance" />
        <Thumb thumb={1} value={highest} label="Highest importance" />
      </span>
      <output className="importance-value" title={`${nameLevel(lowest)} to ${nameLevel(highest)}`}>
        {lowest === highest ? lowest : `${lowest}–${highest}`}
      </output>
    </fieldset>
  )
}

function Thumb({ thumb, value, label }: { thumb: 0 | 1; value: number; label: string }) {
  return (
    <input
      type="range"
      min={1}
      max={8}
      step={1}
      value={value}
      aria-label={label}
      aria-valuetext={`${value}, ${nameLevel(value)}`}
      onChange={(event) => changeFilter((filter) => setImportance(filter, thumb, Number(event.target.value)))}
    />
  )
}

function nameLevel(importance: number): string {
  return levelOf(clampImportance(importance))
}
