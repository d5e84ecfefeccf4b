import { Equal, type LucideIcon, Minus, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import { formatDuration } from '../../shared/format.ts'
import { findLook } from '../list/event-looks.ts'
import { PathIcon } from '../ui/path-icon.tsx'
import type { Change, ComparedEntry, ComparedGroup, Side } from './compare.ts'
import { Difference } from './difference.tsx'

export interface ComparedEntriesProps {
  readonly group: ComparedGroup
  /** Whether entries without a difference are listed, too. */
  readonly isSameShown: boolean
  onSelect(side: 'left' | 'right', id: EventId): void
}

const TITLES: Readonly<Record<ComparedGroup['type'], string>> = {
  query: 'Queries',
  template: 'Templates',
  middleware: 'Middleware',
  email: 'Emails',
  access_check: 'Access checks',
}

const CHANGES: Readonly<Record<Change, { readonly icon: LucideIcon; readonly label: string }>> = {
  added: { icon: Plus, label: 'added' },
  removed: { icon: Minus, label: 'removed' },
  changed: { icon: Pencil, label: 'changed' },
  same: { icon: Equal, label: 'same' },
}

/** Entries drawn before the user asks for all: a request can have thousands of different queries. */
const FIRST_ENTRIES = 200

/** What came, went and changed among the events of one type. */
export function ComparedEntries({ group: { type, entries }, isSameShown, onSelect }: ComparedEntriesProps) {
  const [isWhole, setWhole] = useState(false)
  const listed = isSameShown ? entries : entries.filter(({ change }) => change !== 'same')
  const drawn = isWhole ? listed : listed.slice(0, FIRST_ENTRIES)
  const same = entries.length - entries.filter(({ change }) => change !== 'same').length
  const { icon, color } = findLook(type)
  return (
    <section className="compared-group" aria-label={TITLES[type]}>
      <h3>
        <PathIcon path={icon} size={14} color={color} />
        {TITLES[type]}
        <span className="dim">{describe(entries)}</span>
      </h3>
      {drawn.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Change</th>
              <th scope="col">{type === 'query' ? 'Query' : 'Name'}</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">Time A</th>
              <th scope="col">Time B</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {drawn.map((entry) => (
              <EntryRow key={entry.key} entry={entry} onSelect={onSelect} />
            ))}
          </tbody>
        </table>
      )}
      {drawn.length < listed.length && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          All {listed.length.toLocaleString('en')}
        </button>
      )}
      {!isSameShown && same > 0 && drawn.length === 0 && <p className="dim">No difference.</p>}
    </section>
  )
}

function EntryRow({ entry, onSelect }: { entry: ComparedEntry; onSelect: ComparedEntriesProps['onSelect'] }) {
  const { label, target, left, right, change } = entry
  const { icon: Icon, label: changeLabel } = CHANGES[change]
  return (
    <tr data-change={change}>
      <td className="entry-change">
        <Icon size={12} aria-hidden /> {changeLabel}
      </td>
      <td className="entry-label" title={label}>
        {target !== null && <b>{target}</b>} {label}
      </td>
      <td>
        <CountButton name="A" side={left} onClick={(id) => onSelect('left', id)} />
      </td>
      <td>
        <CountButton name="B" side={right} onClick={(id) => onSelect('right', id)} />
      </td>
      <td>{left.count > 0 && formatDuration(left.time)}</td>
      <td>{right.count > 0 && formatDuration(right.time)}</td>
      <td>
        <Difference before={left.time} after={right.time} />
      </td>
    </tr>
  )
}

function CountButton({ name, side, onClick }: { name: string; side: Side; onClick(id: EventId): void }) {
  const { count, first } = side
  if (first === null) return <span className="dim">–</span>
  const title = `Show in ${name}`
  return (
    <button
      type="button"
      className="link"
      title={title}
      aria-label={`${count}, ${title}`}
      onClick={() => onClick(first)}
    >
      {count.toLocaleString('en')}×
    </button>
  )
}

/** `2 added, 1 changed, 5 same`. */
function describe(entries: readonly ComparedEntry[]): string {
  return (['added', 'removed', 'changed', 'same'] as const)
    .map((change) => ({ change, count: entries.filter((entry) => entry.change === change).length }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${count} ${change}`)
    .join(', ')
}
