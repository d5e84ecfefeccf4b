import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { hostMismatch } from './link-target.ts'
import { OpenLink } from './open-link.tsx'
import type { PreviewLink } from './preview-page.ts'
import { readableName } from './safe-text.ts'

/** More links than these are shown when asked for. */
const FEW = 8
const MANY = 200

/** Where the links of a preview lead, which lead nowhere themselves. Numbers are those that the preview shows. */
export function LinkList({ links }: { readonly links: readonly PreviewLink[] }) {
  const [isOpen, setOpen] = useState(links.length <= FEW)
  const [opening, setOpening] = useState<string | null>(null)
  if (links.length === 0) return null
  return (
    <details className="mail-links" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{links.length === 1 ? '1 link' : `${links.length.toLocaleString('en')} links`}</summary>
      {isOpen && (
        <ol>
          {links.slice(0, MANY).map((link) => (
            <LinkLine key={link.number} link={link} onOpen={setOpening} />
          ))}
          {links.length > MANY && <li className="mail-quiet">{`and ${links.length - MANY} more`}</li>}
        </ol>
      )}
      {opening !== null && <OpenLink address={opening} onClose={() => setOpening(null)} />}
    </details>
  )
}

interface LinkLineProps {
  readonly link: PreviewLink
  onOpen(address: string): void
}

function LinkLine({ link: { number, address, text }, onOpen }: LinkLineProps) {
  const parsed = URL.canParse(address) ? new URL(address) : null
  const canOpen = parsed !== null && ['http:', 'https:', 'mailto:'].includes(parsed.protocol)
  const name = `link ${number}`
  return (
    <li>
      <span className="mail-link-number">{number}</span>
      <span className="mail-link-text">
        <bdi>{readableName(text) || <em>no text</em>}</bdi>
        <code title={address}>{parsed?.host ? <Address url={parsed} /> : address || 'leads nowhere'}</code>
        {hostMismatch(text, address) !== null && <span className="mail-flag">shows another host</span>}
      </span>
      <span className="mail-link-tools">
        <CopyButton label={`Copy address of ${name}`} makeText={() => address} />
        {canOpen && (
          <button
            type="button"
            className="copy-button"
            aria-label={`Open ${name} outside`}
            title={`Open ${name} outside…`}
            onClick={() => onOpen(parsed.href)}
          >
            <ExternalLink size={14} aria-hidden />
          </button>
        )}
      </span>
    </li>
  )
}

/** An address with its host standing out: what is before and after it is easily made to look like another. */
export function Address({ url }: { readonly url: URL }) {
  const { href, host, username } = url
  const start = href.indexOf(host, href.indexOf('//') + 2 + username.length)
  return (
    <>
      {href.slice(0, start)}
      <b>{host}</b>
      {href.slice(start + host.length)}
    </>
  )
}
