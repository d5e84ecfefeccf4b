import { type CssOptions, cleanInline, cleanSheet, type Scheme } from './clean-css.ts'
import type { CleanHtml } from './clean-html.ts'

export interface PageOptions {
  readonly scheme: Scheme
  /** Whether the mail brings styles for a dark theme; without them a dark paper turns its colours around. */
  readonly hasDarkStyles: boolean
  readonly hasRemoteImages: boolean
  /** Embedded images as `data:` addresses, by content id. */
  readonly inline: ReadonlyMap<string, string>
}

export interface PreviewPage {
  /** A whole document for the `srcdoc` of a sandboxed frame. */
  readonly page: string
  readonly links: readonly PreviewLink[]
}

/** A link of the mail. It leads nowhere in the preview; `number` tells which it is there. */
export interface PreviewLink {
  readonly number: number
  /** As it stands in the mail; may be empty. */
  readonly address: string
  /** What the mail shows for it: its text, or of an image the alternative text. */
  readonly text: string
}

const REMOTE = /^\s*(?:https?:)?\/\//i
const EMBEDDED = /^\s*data:image\//i

/** Writes the page that the frame will read; null for a mail that resists its cleaning. */
export function writePreviewPage({ root, isStandard }: CleanHtml, options: PageOptions): PreviewPage | null {
  const mail = root.cloneNode(true) as HTMLElement
  const resolve = (address: string) => resolveImage(address, options)
  const css: CssOptions = { scheme: options.scheme, resolve }
  const links: PreviewLink[] = []
  for (const element of mail.querySelectorAll<HTMLElement>('*')) {
    if (element.localName === 'a' && element.hasAttribute('href')) links.push(disarmLink(element, links.length + 1))
    if (element.localName === 'style') element.textContent = cleanSheet(element.textContent, css)
    cleanInline(element, css)
    for (const name of ['src', 'background']) setImage(element, name, resolve)
    for (const name of LEADING_AWAY) element.removeAttribute(name)
  }
  cleanInline(mail, css)
  const policy = makePolicy(options.hasRemoteImages)
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">`
  const page = `${isStandard ? '<!doctype html>' : ''}${head}<style>${paper(options)}</style>${mail.outerHTML}`
  return isHarmless(page, options) ? { page, links } : null
}

const LEADING_AWAY = ['href', 'target', 'ping', 'download', 'name', 'autofocus', 'contenteditable', 'accesskey']

function makePolicy(hasRemoteImages: boolean): string {
  const images = hasRemoteImages ? 'data: http: https:' : 'data:'
  return `default-src 'none'; style-src 'unsafe-inline'; img-src ${images}; form-action 'none'; base-uri 'none'`
}

/**
 * The layer stands before all styles of the mail: its plain rules give way to any of the mail's, and its important
 * ones to none.
 */
function paper({ scheme, hasDarkStyles }: PageOptions): string {
  const isTurned = scheme === 'dark' && !hasDarkStyles
  const ownScheme = scheme === 'dark' && hasDarkStyles ? 'dark' : 'light'
  return `@layer paper {
html { background: ${ownScheme === 'dark' ? '#121212; color: #eee' : '#fff; color: #000'}; font: 14px/1.5 system-ui, sans-serif; }
html { color-scheme: only ${ownScheme} !important; }
body { margin: 16px; overflow-wrap: anywhere; }
img { max-width: 100%; }
img:is([data-blocked], :not([src])) { display: inline-block; overflow: hidden; background: #f1f3f8; outline: 1px dashed #c9ced8; outline-offset: -1px; color: #4a5261; font-size: 12px; }
[data-link] { color: #1a53c4; text-decoration: underline; cursor: pointer !important; pointer-events: auto !important; }
[data-link]:is(:hover, :focus)::after {
  all: initial !important; content: attr(data-link) !important; position: fixed !important; z-index: 2147483647 !important;
  inset: auto auto 0 0 !important; box-sizing: border-box !important; max-width: 100% !important; padding: 4px 8px !important;
  border-radius: 0 6px 0 0 !important; background: #171a21 !important; color: #fff !important; overflow: hidden !important;
  font: 12px/1.4 system-ui, sans-serif !important; overflow-wrap: anywhere !important; unicode-bidi: isolate !important;
}
${isTurned ? 'html, img:not([data-blocked]) { filter: invert(1) hue-rotate(180deg) !important; }' : ''}
}`
}

/** The link keeps its looks, and tells where it would have led. */
function disarmLink(element: HTMLElement, number: number): PreviewLink {
  const address = (element.getAttribute('href') ?? '').trim()
  const image = element.querySelector('img')?.getAttribute('alt') ?? ''
  const text = (element.textContent.replace(/\s+/g, ' ').trim() || image).slice(0, 300)
  element.setAttribute('data-link', `${number} · ${address.slice(0, 500) || 'leads nowhere'}`)
  element.setAttribute('tabindex', '0')
  element.removeAttribute('title')
  return { number, address, text }
}

function setImage(element: HTMLElement, name: string, resolve: (address: string) => string | null): void {
  const address = element.getAttribute(name)
  if (address === null) return
  const isImage = name === 'background' || element.localName === 'img'
  const resolved = isImage ? resolve(address) : null
  if (resolved === null && element.localName === 'img') {
    // An image that is none keeps its size and shows its alternative text, as blocked ones do in mail clients.
    element.setAttribute(name, 'data:image/png,')
    element.setAttribute('data-blocked', '')
  } else if (resolved === null) element.removeAttribute(name)
  else if (resolved !== address) element.setAttribute(name, resolved)
}

function resolveImage(address: string, { hasRemoteImages, inline }: PageOptions): string | null {
  if (EMBEDDED.test(address)) return address
  const contentId = /^\s*cid:(.*)$/is.exec(address)?.[1]?.trim()
  if (contentId !== undefined) return inline.get(contentId) ?? inline.get(decode(contentId)) ?? null
  if (!hasRemoteImages || !REMOTE.test(address)) return null
  const absolute = address.trim().startsWith('//') ? `https:${address.trim()}` : address.trim()
  return URL.canParse(absolute) ? new URL(absolute).href : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Looks at the page as the frame will read it: written and read again, markup can have become another. */
function isHarmless(page: string, { hasRemoteImages }: PageOptions): boolean {
  const read = new DOMParser().parseFromString(page, 'text/html')
  const [policy, referrer, ...others] = read.querySelectorAll('meta')
  if (!policy || !referrer || others.length > 0 || policy !== read.head.firstElementChild) return false
  if (read.querySelector(ACTING)) return false
  return [...read.querySelectorAll('*')].every((element) =>
    [...element.attributes].every(({ name, value }) => {
      if (name !== 'src' && name !== 'background') return !name.startsWith('on') && !ACTING_ATTRIBUTES.has(name)
      return EMBEDDED.test(value) || (hasRemoteImages && /^https?:/.test(value))
    }),
  )
}

const ACTING =
  'script, template, iframe, frame, frameset, object, embed, applet, portal, fencedframe, link, base, form, svg, math, ' +
  'audio, video, source, track, noscript, plaintext, xmp, dialog, slot'
const ACTING_ATTRIBUTES = new Set(['action', 'data', 'formaction', 'href', 'ping', 'srcdoc', 'srcset', 'xlink:href'])
