import { Fragment, type ReactNode } from 'react'
import type { EventId } from '../../../shared/event.ts'
import { formatDuration } from '../../../shared/format.ts'
import { useDetail } from '../detail-context.ts'
import { useLongList } from './long-list.tsx'
import './stream.css'

/** An event as a line of a table that tells where time went. */
export interface TimeLine {
  readonly id: EventId
  readonly name: string
  /** How deep it is nested. */
  readonly level: number
  /** Without what is nested in it, ms. */
  readonly own: number | null
  /** ms. */
  readonly total: number | null
}

interface TimeTableProps<L extends TimeLine> {
  readonly lines: readonly L[]
  /** The event that is open. */
  readonly current: EventId
  /** Accessible name. */
  readonly label: string
  /** Heading of the first column. */
  readonly heading: string
  /** Behind the name. */
  renderMark?(line: L): ReactNode
  /** One more column, before the times. */
  readonly extra?: { readonly heading: string; render(line: L): ReactNode }
  /** Below the line. */
  renderBelow?(line: L): ReactNode
}

/** Lines that show at first; more, if the open event would not be among them. */
const LINES = 200
const DEEPEST_INDENT = 12

export function TimeTable<L extends TimeLine>(props: TimeTableProps<L>) {
  const { lines, current, label, heading, extra, renderMark, renderBelow } = props
  const { onSelect } = useDetail()
  const needed = lines.findIndex(({ id }) => id === current) + 1
  const { shown, more } = useLongList(lines, Math.max(LINES, needed))
  const longest = lines.reduce((most, { total }) => Math.max(most, total ?? 0), 0)

  return (
    <>
      <table className="time-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {extra && <th scope="col">{extra.heading}</th>}
            <th scope="col">own</th>
            <th scope="col">total</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => {
            const below = renderBelow?.(line)
            return (
              <Fragment key={line.id}>
                <tr aria-current={line.id === current ? 'true' : undefined}>
                  <th scope="row" style={{ paddingLeft: 8 + 14 * Math.min(line.level, DEEPEST_INDENT) }}>
                    <span className="time-name">
                      <button type="button" title={`Open #${line.id}`} onClick={() => onSelect(line.id)}>
                        {line.name}
                      </button>
                      {renderMark?.(line)}
                    </span>
                    <TimeBar line={line} longest={longest} />
                  </th>
                  {extra && <td>{extra.render(line)}</td>}
                  <td>{line.own === null ? '–' : formatDuration(line.own)}</td>
                  <td>{line.total === null ? '–' : formatDuration(line.total)}</td>
                </tr>
                {below && (
                  <tr className="time-below">
                    <td colSpan={extra ? 4 : 3}>{below}</td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
      {more}
    </>
  )
}

/** The total as a part of the longest, and the own time as a part of it. */
function TimeBar({ line, longest }: { readonly line: TimeLine; readonly longest: number }) {
  if (line.total === null || longest === 0) return null
  const percent = (ms: number) => `${(100 * ms) / longest}%`
  return (
    <span className="time-bar" aria-hidden>
      <span style={{ width: percent(line.total) }} />
      <span style={{ width: percent(line.own ?? 0) }} />
    </span>
  )
}
