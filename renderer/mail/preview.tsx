import { Moon, ShieldCheck } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { cleanHtml } from './clean-html.ts'
import { findContentWidth } from './content-width.ts'
import { frameSize, useMailLook } from './mail-look.ts'
import { PreviewFrame } from './preview-frame.tsx'
import { LinkList } from './preview-links.tsx'
import { writePreviewPage } from './preview-page.ts'
import { PreviewTools } from './preview-tools.tsx'
import { hostsOf, type RemoteContent } from './remote-content.ts'

interface PreviewProps {
  readonly html: string
  /** Null until it is known. */
  readonly remote: RemoteContent | null
  /** Embedded images as `data:` addresses, by content id. */
  readonly inline: ReadonlyMap<string, string>
}

const DARK_STYLES = /prefers-color-scheme\s*:\s*dark|color-scheme\s*[:"'][^;"'}>]{0,100}dark|\[data-og(?:sc|sb)\]/i
/** How many hosts are named before "and others". */
const NAMED_HOSTS = 3

/** The body as a mail client would show it, which can neither act nor load nor lead anywhere. */
export function Preview({ html, remote, inline }: PreviewProps) {
  const look = useMailLook()
  const [hasRemoteImages, setRemoteImages] = useState(false)
  const [stage, room] = useWidth()
  const clean = useMemo(() => cleanHtml(html), [html])
  const contentWidth = useMemo(() => (clean ? findContentWidth(clean.root) : 0), [clean])
  const hasDarkStyles = useMemo(() => DARK_STYLES.test(html), [html])
  const { scheme } = look
  const preview = useMemo(
    () => clean && writePreviewPage(clean, { scheme, hasDarkStyles, hasRemoteImages, inline }),
    [clean, scheme, hasDarkStyles, hasRemoteImages, inline],
  )
  if (!preview) {
    return (
      <p className="detail-message">
        This HTML is too large or too tangled for a safe preview. Its source is beside it.
      </p>
    )
  }
  const { width, scale } = frameSize(room, contentWidth, look)
  return (
    <div className="mail-preview">
      <PreviewTools />
      {remote && <RemoteNote remote={remote} isLoaded={hasRemoteImages} onLoad={() => setRemoteImages(true)} />}
      {scheme === 'dark' && <DarkNote hasDarkStyles={hasDarkStyles} />}
      <div ref={stage} className="mail-stage" data-device={look.device}>
        <div className="mail-sheet" style={{ width: width * scale }}>
          <div className="mail-scaled" style={{ width, height: `${100 / scale}%`, scale }}>
            {room > 0 && <PreviewFrame page={preview.page} hasRemoteImages={hasRemoteImages} />}
          </div>
        </div>
      </div>
      <LinkList links={preview.links} />
    </div>
  )
}

interface RemoteNoteProps {
  readonly remote: RemoteContent
  readonly isLoaded: boolean
  onLoad(): void
}

function RemoteNote({ remote: { images, others }, isLoaded, onLoad }: RemoteNoteProps) {
  if (images.length + others.length === 0) return null
  const blocked = [
    images.length > 0 && !isLoaded && count(images.length, 'remote image'),
    others.length > 0 && count(others.length, images.length > 0 ? 'other' : 'remote style sheet, font or frame'),
  ].filter((part) => part !== false)
  const hosts = hostsOf(isLoaded || images.length === 0 ? others : images)
  return (
    <div className="mail-note">
      <ShieldCheck size={14} aria-hidden />
      <p>
        {isLoaded && `${count(images.length, 'remote image')} loaded for this message. `}
        {blocked.length > 0 && `${blocked.join(' and ')} blocked`}
        {blocked.length > 0 && hosts.length > 0 && (
          <span className="mail-hosts" title={hosts.join('\n')}>
            {` from ${hosts.slice(0, NAMED_HOSTS).join(', ')}`}
            {hosts.length > NAMED_HOSTS && ` and ${hosts.length - NAMED_HOSTS} more`}
          </span>
        )}
      </p>
      {images.length > 0 && !isLoaded && (
        <button
          type="button"
          className="button button-small"
          title={`Asks ${hosts.join(', ')} for images, without cookies, for as long as this message is open`}
          onClick={onLoad}
        >
          Load for this message
        </button>
      )}
    </div>
  )
}

function DarkNote({ hasDarkStyles }: { readonly hasDarkStyles: boolean }) {
  return (
    <div className="mail-note">
      <Moon size={14} aria-hidden />
      <p>
        {hasDarkStyles
          ? 'Simulated: the mail’s own dark styles apply, as in Apple Mail. Clients that ignore them turn colours around.'
          : 'Simulated: the mail has no dark styles, so light and dark are exchanged and images kept, as Gmail on iOS and Outlook on Windows do.'}
      </p>
    </div>
  )
}

function count(number: number, name: string): string {
  return `${number.toLocaleString('en')} ${name}${number === 1 ? '' : 's'}`
}

/** The width of an element, px; 0 before it is there. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width] as const
}
