import { type ReactNode, useState } from 'react'
import type { EmailPayload } from '../../shared/events/email.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { type Mailbox, parseMailbox } from './address.ts'
import { readableName } from './safe-text.ts'

/** More recipients than these are shown when asked for. */
const FEW = 6

interface MailHeadProps {
  readonly payload: EmailPayload
  /** What a client shows behind the subject in its list; empty where there is nothing. */
  readonly previewText: string
  /** Buttons beside the subject. */
  readonly children: ReactNode
}

/** Who wrote to whom, and about what, as a mail client shows it. */
export function MailHead({ payload, previewText, children }: MailHeadProps) {
  const { subject, from, sender, to, cc = [], bcc = [], replyTo, date } = payload
  return (
    <header className="mail-head">
      <div className="mail-title">
        <h3 className="mail-subject" dir="auto">
          {readableName(subject) || <em>no subject</em>}
        </h3>
        {children}
      </div>
      {previewText !== '' && (
        <p className="mail-preview-text" dir="auto" title="What a mail client shows behind the subject in its list">
          {previewText}
        </p>
      )}
      <dl className="key-values">
        <People name="From" texts={[from]} />
        {sender !== undefined && sender !== from && <People name="Sender" texts={[sender]} />}
        <People name="To" texts={to} />
        <People name="Cc" texts={cc} />
        <People name="Bcc" texts={bcc} />
        {replyTo !== undefined && <People name="Reply-To" texts={[replyTo]} />}
        {date !== undefined && (
          <div>
            <dt>Date</dt>
            <dd>{localDate(date)}</dd>
          </div>
        )}
      </dl>
    </header>
  )
}

/** The header's own words, and behind them what they mean here where that differs. */
function localDate(date: string): string {
  const time = Date.parse(date)
  if (Number.isNaN(time)) return date
  if (new Date(time).getTimezoneOffset() === offsetOf(date)) return date
  const local = new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
  return `${date} (here ${local})`
}

/** Minutes behind UTC, as `Date` counts them; null where the header does not say. */
function offsetOf(date: string): number | null {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)\b/.exec(date) ?? []
  if (sign === undefined) return /(?:Z|GMT|UTC)\s*$/.test(date) ? 0 : null
  return (sign === '-' ? 1 : -1) * (Number(hours) * 60 + Number(minutes))
}

function People({ name, texts }: { readonly name: string; readonly texts: readonly string[] }) {
  const [isOpen, setOpen] = useState(false)
  const people = texts.filter((text) => text.trim() !== '').map(parseMailbox)
  if (people.length === 0) return null
  const shown = isOpen ? people : people.slice(0, FEW)
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mail-people">
        {[...shown.entries()].map(([index, person]) => (
          <Person key={index} person={person} />
        ))}
        {people.length > FEW && (
          <button type="button" className="detail-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Show fewer' : `and ${people.length - FEW} more`}
          </button>
        )}
        {people.length > 1 && <CopyButton label={`Copy ${name}`} makeText={() => texts.join(', ')} />}
      </dd>
    </div>
  )
}

function Person({ person: { name, address } }: { readonly person: Mailbox }) {
  return (
    <bdi className="mail-person">
      {name !== '' && <b>{readableName(name)}</b>}
      <span>{name === '' ? readableName(address) : `<${readableName(address)}>`}</span>
    </bdi>
  )
}
