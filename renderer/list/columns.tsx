import { ChevronDown, ChevronRight, CircleX, Pin, StickyNote } from 'lucide-react'
import { type CSSProperties, memo, type ReactNode } from 'react'
import type { CodeLocation, EventRow } from '../../shared/event.ts'
import { formatDuration } from '../../shared/format.ts'
import { type Importance, levelOf } from '../../shared/importance.ts'
import { PathIcon } from '../ui/path-icon.tsx'
import { findLook, LEVEL_LOOKS } from './event-looks.ts'
import { formatFullTime, formatTime, type TimeReference } from './format-time.ts'
import { QueryBadges } from './query-badges.tsx'

/** What a cell may need besides its own event. */
export interface CellContext {
  readonly time: TimeReference
  /** Whether the events nested in this one are shown; null where the order leaves no tree. */
  readonly isOpen: boolean | null
}

/** A column of the list. Adding one is adding a value here: nothing else names a column. */
export interface EventColumn {
  readonly id: string
  readonly header: string
  /** px; a flexible column takes what the others leave, which is less than this only once no other yields. */
  readonly width: number
  /** Left out where the list is too narrow, those with the lowest number first; without one it stays. */
  readonly yields?: number
  readonly isNumeric?: boolean
  /** Takes the free space until the user gives it a width. */
  readonly isFlexible?: boolean
  /** Field of the query language to sort by; absent for a column without an order. */
  readonly sortBy?: string
  cell(row: EventRow, context: CellContext): ReactNode
}

/** Indent per level of nesting, px, and the depth from which rows no longer move to the right. */
const INDENT = 16
const DEEPEST_INDENT = 12

/** A bar is full from this duration on, ms. The scale is logarithmic and fixed, so that bars never change in a live list. */
const FULL_BAR = 10_000

export const COLUMNS: readonly EventColumn[] = [
  {
    id: 'time',
    header: 'Time',
    width: 112,
    yields: 5,
    sortBy: 'time',
    cell: (row, { time }) => (
      <span className="cell-time" title={formatFullTime(row.time)}>
        {formatTime(row.time, time)}
      </span>
    ),
  },
  {
    id: 'type',
    header: 'Type',
    width: 44,
    sortBy: 'type',
    cell: (row) => <TypeMark type={row.type} />,
  },
  {
    id: 'level',
    header: 'Level',
    width: 64,
    yields: 4,
    sortBy: 'importance',
    cell: (row) => <LevelMark importance={row.importance} />,
  },
  {
    id: 'summary',
    header: 'Event',
    width: 260,
    isFlexible: true,
    sortBy: 'summary',
    cell: (row, { isOpen }) => (
      <span className="cell-summary" style={isOpen === null ? undefined : indentBy(row.depth)}>
        {isOpen !== null &&
          (row.descendants > 0 ? <Twisty isOpen={isOpen} count={row.descendants} /> : <span className="twisty" />)}
        <span className="summary-text" data-type={row.type} title={row.summary}>
          {row.summary || row.type}
        </span>
        {row.success === false && (
          <span className="flag-failed">
            <CircleX size={11} aria-hidden /> failed
          </span>
        )}
        {row.type === 'query' && <QueryBadges row={row} />}
        {row.pinned && <Pin size={12} aria-label="pinned" className="flag-pinned" />}
        {row.note !== null && (
          <span className="flag-note" title={row.note}>
            <StickyNote size={12} aria-label="Note:" />
            {row.note}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'target',
    header: 'Target',
    width: 84,
    yields: 3,
    sortBy: 'target',
    cell: (row) => <span className="cell-mono">{row.target}</span>,
  },
  {
    id: 'duration',
    header: 'Duration',
    width: 118,
    isNumeric: true,
    sortBy: 'duration',
    // The same elements with and without a duration: making and removing them costs more than changing what is in them.
    cell: ({ duration, type }) => (
      <span className="cell-duration">
        <span className="duration-bar">
          <span style={{ width: `${toBarWidth(duration ?? 0)}%`, background: `var(${findLook(type).color})` }} />
        </span>
        <span className="duration-text">{duration !== null && formatDuration(duration)}</span>
      </span>
    ),
  },
  {
    id: 'tags',
    header: 'Tags',
    width: 150,
    yields: 2,
    cell: (row) => (
      <span className="cell-tags" title={row.tags.join('  ')}>
        {row.tags.join(' ')}
      </span>
    ),
  },
  {
    id: 'location',
    header: 'Location',
    width: 160,
    yields: 1,
    cell: (row) =>
      row.calledFrom && (
        <span className="cell-mono" title={formatLocation(row.calledFrom)}>
          {formatLocation(row.calledFrom).split('/').slice(-2).join('/')}
        </span>
      ),
  },
]

/** Remembered, as an icon costs more than all the text of a row. */
const TypeMark = memo(function TypeMark({ type }: { type: string }) {
  const { icon, color } = findLook(type)
  return (
    <span className="cell-type" style={{ color: `var(${color})` }} title={type}>
      <PathIcon path={icon} size={15} />
      <span className="sr-only">{type}</span>
    </span>
  )
})

const LevelMark = memo(function LevelMark({ importance }: { importance: Importance }) {
  const { icon, short } = LEVEL_LOOKS[importance]
  return (
    <span
      className="cell-level"
      style={{ color: `var(--i${importance})` }}
      title={`${levelOf(importance)} (${importance})`}
    >
      <PathIcon path={icon} size={12} />
      {short}
    </span>
  )
})

function Twisty({ isOpen, count }: { isOpen: boolean; count: number }) {
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      className="twisty"
      tabIndex={-1}
      data-toggles-node
      aria-expanded={isOpen}
      aria-label={`${count} nested`}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

function indentBy(depth: number): CSSProperties {
  return { '--indent': `${Math.min(depth, DEEPEST_INDENT) * INDENT}px` } as CSSProperties
}

function toBarWidth(duration: number): number {
  return Math.min(100, (Math.log10(1 + Math.max(0, duration)) / Math.log10(1 + FULL_BAR)) * 100)
}

function formatLocation({ file, line }: CodeLocation): string {
  return line === undefined ? file : `${file}:${line}`
}
