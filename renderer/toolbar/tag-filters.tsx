import { ChevronDown, Tag } from 'lucide-react'
import { useMemo, useState } from 'react'
import { chooseFlag, toggleTagValue } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { groupTags, type TagCount, type TagGroups } from '../state/tags.ts'
import { changeFilter, useView } from '../state/view.ts'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** Names that have a filter of their own in a wide bar; the rest share one, but for those in use. */
const OWN_BUTTONS = 3
const WIDE = '(width >= 1700px)'

/** A popover for each tag name with its values, and one for flags. */
export function TagFilters() {
  const tags = useLog((log) => log.facets.tags)
  const tagValues = useView((view) => view.filter.tagValues)
  const flags = useView((view) => view.filter.flags)
  const groups = useMemo(() => groupTags(tags, { tagValues, flags }), [tags, tagValues, flags])
  const isWide = useMediaQuery(WIDE)
  const isOwn = ({ name }: { name: string }, position: number) =>
    name in tagValues || (isWide && position < OWN_BUTTONS)
  const own = groups.names.filter(isOwn)
  const rest: TagGroups = { names: groups.names.filter((group) => !own.includes(group)), flags: groups.flags }
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

const FLAG_CHOICES = [
  { value: 'any', label: 'any' },
  { value: 'with', label: 'with' },
  { value: 'without', label: 'without' },
] as const

function FlagList({ flags }: { flags: readonly TagCount[] }) {
  const chosen = useView((view) => view.filter.flags)
  return (
    <fieldset className="menu" aria-label="Flags">
      <h2 className="menu-title">Flags</h2>
      {flags.map(({ value: flag, count }) => (
        <div key={flag} className="menu-row">
          <span className="mono flag-name">{flag}</span>
          <span className="count">{count.toLocaleString('en')}</span>
          <Segmented
            label={`Flag ${flag}`}
            value={chosen[flag] ?? 'any'}
            options={FLAG_CHOICES}
            onChange={(choice) => changeFilter((filter) => chooseFlag(filter, flag, choice === 'any' ? null : choice))}
          />
        </div>
      ))}
    </fieldset>
  )
}
