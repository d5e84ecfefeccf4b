import type { CSSProperties, MouseEvent } from 'react'
import { useMemo } from 'react'
import { EVENT_TYPE_NAMES } from '../../shared/events/names.ts'
import { findLook, hasOwnLook } from '../list/event-looks.ts'
import { isolateType, toggleType } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { changeFilter, useView } from '../state/view.ts'
import { PathIcon } from '../ui/path-icon.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** Px that a switch with its name takes, and that the other filters take. */
const SWITCH_WIDTH = 100
const OTHERS_WIDTH = 640

const KNOWN_ORDER: readonly string[] = EVENT_TYPE_NAMES

/** A switch for each type there is, with its count; with Alt or Ctrl, a click leaves only that type. */
export function TypeToggles() {
  const counts = useLog((log) => log.facets.types)
  const seen = useLog((log) => log.seenTypes)
  const hidden = useView((view) => view.filter.hiddenTypes)
  const types = useMemo(() => sortTypes([...new Set([...seen, ...hidden])]), [seen, hidden])

  // Without room for the names, the icons that the list uses stand for them.
  const isCompact = useMediaQuery(`(width < ${OTHERS_WIDTH + types.length * SWITCH_WIDTH}px)`)

  function handleClick(event: MouseEvent, type: string) {
    const isolates = event.altKey || event.ctrlKey || event.metaKey
    changeFilter((filter) => (isolates ? isolateType(filter, type, types) : toggleType(filter, type)))
  }

  return (
    <fieldset className="type-toggles" aria-label="Event types">
      {types.map((type) => {
        const { icon, color } = findLook(type)
        return (
          <button
            key={type}
            type="button"
            className="toggle"
            aria-label={`${type}: ${(counts[type] ?? 0).toLocaleString('en')}`}
            aria-pressed={!hidden.includes(type)}
            style={{ '--type': `var(${color})` } as CSSProperties}
            title={`Show or hide ${type}. With Alt or Ctrl: only ${type}.`}
            onClick={(event) => handleClick(event, type)}
          >
            <PathIcon path={icon} size={13} />
            {(!isCompact || !hasOwnLook(type)) && <span className="toggle-name">{type}</span>}
            <span className="count">{(counts[type] ?? 0).toLocaleString('en')}</span>
          </button>
        )
      })}
    </fieldset>
  )
}

/** Known types in the order they are declared, then the others by name: a new event never moves a switch under the mouse. */
function sortTypes(types: readonly string[]): string[] {
  const rank = (type: string) => (KNOWN_ORDER.includes(type) ? KNOWN_ORDER.indexOf(type) : KNOWN_ORDER.length)
  return types.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}
