import { ChevronDown, Tag } from 'lucide-react'
import { useMemo, useState } from 'react'
import { chooseFlag, type FlagChoice, toggleTagValue } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { groupTags, type TagCount, type TagGroups } from '../state/tags.ts'
import { changeFilter, useView } from '../state/view.ts'
import { Popover } from '../ui/popover.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** Names that have a filter of their own in a wide bar; the rest share one. Those in use have one in any case. */
const OWN_BUTTONS = 3
const WIDE = '(width >= 1700px)'

/** A popover for each tag name with its values, and one for flags. */
export function TagFilters() {
  const tags = useLog((log) => log.facets.tags)
  const tagValues = useView((view) => view.filter.tagValues)
  const flags = useView((view) => view.filter.flags)
  const groups = useMemo(() => groupTags(tags, { tagValues, flags }), [tags, tagValues, flags])
  const isWide = useMediaQuery(WIDE)
  const hasRoom = (position: number) => isWide && position < OWN_BUTTONS
  const own = groups.names.filter(({ name }, position) => name in tagValues || hasRoom(position))
  // A name that is in use stays in the menu, too, where its next value may be chosen.
  const rest: TagGroups = { names: groups.names.filter((_, position) => !hasRoom(position)), flags: groups.flags }
  const chosenFlags = Object.keys(flags).length

  return (
    <>
      {own.map(({ name, values }) => (
        <Popover key={name} label={`Tag ${name}`} className="button button-small" trigger={<NameTrigger name={name} />}>
          {() => <ValueList name={name} values={values} />}
        </Popover>
      ))}
      {rest.names.length + rest.flags.length > 0 && (
        <Popover
          label="More tags"
          className="button button-small"
          trigger={
            <>
              <Tag size={13} aria-hidden /> Tags
              {chosenFlags > 0 && <b>{chosenFlags}</b>}
              <ChevronDown size={13} aria-hidden />
            </>
          }
        >
          {() => <TagMenu groups={rest} />}
        </Popover>
      )}
    </>
  )
}

function NameTrigger({ name }: { name: string }) {
  const chosen = useView((view) => view.filter.tagValues[name])
  return (
    <>
      <span className="mono">{name}</span>
      {chosen && <b className="trigger-values">{chosen.join(', ')}</b>}
      <ChevronDown size={13} aria-hidden />
    </>
  )
}

function TagMenu({ groups }: { groups: TagGroups }) {
  return (
    <>
      {groups.flags.length > 0 && <FlagList flags={groups.flags} />}
      {groups.names.map(({ name, values }) => (
        <ValueList key={name} name={name} values={values} />
      ))}
    </>
  )
}

/** More values than this only narrowing brings in sight. */
const MOST_SHOWN = 100

/** From this many values on, the list has a field to narrow it. */
const SEARCHABLE_FROM = 9

function ValueList({ name, values }: { name: string; values: readonly TagCount[] }) {
  const chosen = useView((view) => view.filter.tagValues[name])
  const [search, setSearch] = useState('')
  const shown = values.filter(({ value }) => value.toLowerCase().includes(search.toLowerCase()))
  return (
    <fieldset className="menu" aria-label={name}>
      <h2 className="menu-title mono">{name}</h2>
      {values.length >= SEARCHABLE_FROM && (
        <input
          className="menu-search"
          placeholder="Find a value"
          aria-label={`Find a value of ${name}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      {shown.slice(0, MOST_SHOWN).map(({ value, count }) => (
        <label key={value} className="check menu-row">
          <input
            type="checkbox"
            checked={chosen?.includes(value) ?? false}
            onChange={() => changeFilter((filter) => toggleTagValue(filter, name, value))}
          />
          <span className="mono">{value}</span>
          <span className="count">{count.toLocaleString('en')}</span>
        </label>
      ))}
      {shown.length > MOST_SHOWN && (
        <p className="popover-note">{(shown.length - MOST_SHOWN).toLocaleString('en')} more: narrow them above.</p>
      )}
    </fieldset>
  )
}

function FlagList({ flags }: { flags: readonly TagCount[] }) {
  const chosen = useView((view) => view.filter.flags)
  return (
    <fieldset className="menu" aria-label="Flags">
      <h2 className="menu-title">Flags</h2>
      {flags.map(({ value: flag, count }) => {
        const choose = (choice: FlagChoice) =>
          changeFilter((filter) => chooseFlag(filter, flag, chosen[flag] === choice ? null : choice))
        return (
          <div key={flag} className="menu-row">
            <label className="check flag-name">
              <input type="checkbox" checked={chosen[flag] === 'with'} onChange={() => choose('with')} />
              <span className="mono">{flag}</span>
              <span className="count">{count.toLocaleString('en')}</span>
            </label>
            <button
              type="button"
              className="button button-small"
              aria-label={`Without ${flag}`}
              aria-pressed={chosen[flag] === 'without'}
              onClick={() => choose('without')}
            >
              without
            </button>
          </div>
        )
      })}
    </fieldset>
  )
}
