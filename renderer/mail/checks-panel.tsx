import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { MailReport } from './checks/check-mail.ts'
import type { Finding, Place, Severity } from './checks/finding.ts'
import { SUPPORT_SOURCE, type SupportFinding } from './checks/support-check.ts'

/** More places than these are shown when asked for. */
const FEW = 5

interface ChecksPanelProps {
  readonly report: MailReport
  /** Shows a line of the HTML. */
  onJump(line: number): void
}

/** What the checks found, each with why it matters and what to do. */
export function ChecksPanel({ report: { findings, support }, onJump }: ChecksPanelProps) {
  const harmful = support.filter(({ severity }) => severity !== 'note')
  const minor = support.filter(({ severity }) => severity === 'note')
  return (
    <div className="mail-checks">
      {findings.length === 0 && (
        <p className="mail-all-well">
          <CircleCheck size={15} aria-hidden />
          Subject, parts, size, links and images are well.
        </p>
      )}
      <ul className="mail-findings">
        {findings.map((finding) => (
          <li key={finding.id} className="mail-finding" data-severity={finding.severity}>
            <SeverityIcon severity={finding.severity} />
            <div>
              <h4>{finding.title}</h4>
              <Places places={finding.places} onJump={onJump} />
              <p>{withCode(finding.why)}</p>
              <p className="mail-fix">{withCode(finding.fix)}</p>
            </div>
          </li>
        ))}
      </ul>
      {support.length > 0 && (
        <section className="mail-support">
          <h4>What clients leave out</h4>
          {harmful.length > 0 && <SupportTable findings={harmful} onJump={onJump} />}
          {minor.length > 0 && (
            <details>
              <summary>{`${minor.length} more that other clients leave out, or know in part`}</summary>
              <SupportTable findings={minor} onJump={onJump} />
            </details>
          )}
          <p className="mail-quiet">
            {`From ${SUPPORT_SOURCE.address.replace(/^https?:\/\/(www\.)?/, '')} as of ${SUPPORT_SOURCE.date} (${SUPPORT_SOURCE.license}). Nothing was fetched for these checks.`}
          </p>
        </section>
      )}
    </div>
  )
}

/** Text between backticks is code. */
function withCode(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))
}

const SEVERITY_NAMES = { problem: 'Problem', warning: 'Warning', note: 'Note' } as const
const SEVERITY_ICONS = { problem: CircleAlert, warning: TriangleAlert, note: Info } as const

function SeverityIcon({ severity }: { readonly severity: Severity }) {
  const Icon = SEVERITY_ICONS[severity]
  return <Icon className="mail-severity" size={15} role="img" aria-label={SEVERITY_NAMES[severity]} />
}

interface PlacesProps {
  readonly places: Finding['places']
  onJump(line: number): void
}

function Places({ places, onJump }: PlacesProps) {
  const [isOpen, setOpen] = useState(false)
  if (places.length === 0) return null
  const shown = isOpen ? places : places.slice(0, FEW)
  return (
    <ul className="mail-places">
      {[...shown.entries()].map(([index, place]) => (
        <li key={index}>
          <LineButton place={place} onJump={onJump} />
          <code title={place.text}>{place.text}</code>
        </li>
      ))}
      {places.length > FEW && (
        <li>
          <button type="button" className="detail-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Show fewer' : `and ${places.length - FEW} more`}
          </button>
        </li>
      )}
    </ul>
  )
}

function LineButton({ place: { line }, onJump }: { readonly place: Place; onJump(line: number): void }) {
  if (line === null) return null
  return (
    <button type="button" className="detail-link mail-line" title="Show in the HTML" onClick={() => onJump(line)}>
      {`line ${line}`}
    </button>
  )
}

interface SupportTableProps {
  readonly findings: readonly SupportFinding[]
  onJump(line: number): void
}

function SupportTable({ findings, onJump }: SupportTableProps) {
  return (
    <table className="mail-table">
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Left out by</th>
          <th scope="col">In part by</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        {findings.map(({ id, title, dropped, partly, places }) => (
          <tr key={id}>
            <th scope="row">
              <code>{title}</code>
            </th>
            <td>{dropped.join(', ') || '–'}</td>
            <td>{partly.join(', ') || '–'}</td>
            <td>
              {places.slice(0, FEW).map((place) => (
                <LineButton key={place.line} place={place} onJump={onJump} />
              ))}
              {places.length > FEW && ` +${places.length - FEW}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
