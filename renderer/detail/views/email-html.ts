export interface EmailPreviewPage {
  /** A whole HTML document that can neither act nor load anything, for the `srcdoc` of a sandboxed frame. */
  readonly page: string
  /** References to remote content in the original: images, fonts, style sheets, frames, media. */
  readonly remote: number
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

/** Stands before all styles of the mail: white paper with black ink, and a frame where an image was not loaded. */
const PAPER = `
html { background: #fff; color: #000; color-scheme: only light; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 16px; overflow-wrap: anywhere; }
img { max-width: 100%; }
img:not([src]) { background: #f1f3f8; outline: 1px dashed #c9ced8; outline-offset: -1px; color: #4a5261; font-size: 12px; }
[data-link] { color: #1a53c4; text-decoration: underline; }
`

/** Elements that act, load, or parse what is inside them by rules of their own; they go with all they hold. */
const FORBIDDEN =
  'script, template, iframe, frame, frameset, object, embed, applet, portal, fencedframe, link, meta, base, title, ' +
  'svg, math, audio, video, source, track, noembed, noframes, noscript, plaintext, xmp, listing, dialog, slot'

/** Attributes that load, lead away, or address something outside; `src` of images is looked at on its own. */
const FORBIDDEN_ATTRIBUTES = new Set([
  'action',
  'archive',
  'attributionsrc',
  'autofocus',
  'background',
  'cite',
  'classid',
  'codebase',
  'data',
  'dynsrc',
  'formaction',
  'href',
  'longdesc',
  'lowsrc',
  'manifest',
  'ping',
  'popovertarget',
  'poster',
  'profile',
  'src',
  'srcdoc',
  'srcset',
  'target',
  'usemap',
  'xlink:href',
])

const REMOTE_URL = /^\s*(https?:|\/\/)/i
const REMOTE_IN_CSS = /(?:url\(|@import)\s*['"]?\s*(?:https?:|\/\/)/gi
const EMBEDDED_IMAGE = /^\s*data:image\//i
/** Cleaning that takes more rounds than this meets HTML made to defeat it. */
const ROUNDS = 4

/** Browsers take seconds for more tags, and for ever for more that stay open: mails are a small part of either. */
const MOST_TAGS = 60_000
const MOST_OPEN_TAGS = 3000
const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i

/** Makes hostile HTML into a page to look at; null if it resists, or would keep the browser busy. */
export function makePreview(html: string): EmailPreviewPage | null {
  if (isTooMuch(html)) return null
  let mail = parse(html)
  const remote = countRemote(mail)
  for (let round = 0; round < ROUNDS; round++) {
    clean(mail)
    const page = writePage(mail)
    // Some markup changes its meaning when it is written and read again, so what counts is what the frame will read.
    mail = parse(page)
    for (const own of mail.head.querySelectorAll(':scope > :nth-child(-n + 2)')) own.remove()
    if (isClean(mail)) return { page, remote }
  }
  return null
}

function isTooMuch(html: string): boolean {
  let tags = 0
  let open = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]{0,20})/gi)) {
    tags++
    if (!VOID.test(name)) open = Math.max(0, open + (slash ? -1 : 1))
    if (tags > MOST_TAGS || open > MOST_OPEN_TAGS) return true
  }
  return false
}

function parse(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html')
}

/** Policy and paper stand before anything of the mail. */
function writePage(mail: Document): string {
  const doctype = mail.compatMode === 'CSS1Compat' ? '<!doctype html>' : ''
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`
  return `${doctype}${policy}<style>${PAPER}</style>${mail.documentElement.outerHTML}`
}

function isClean(mail: Document): boolean {
  if (mail.querySelector(FORBIDDEN)) return false
  return [...mail.querySelectorAll('*')].every((element) =>
    [...element.attributes].every((attribute) => !isForbidden(element, attribute)),
  )
}

function isForbidden(element: Element, { name, value }: Attr): boolean {
  if (name === 'src' && element.localName === 'img') return !EMBEDDED_IMAGE.test(value)
  return name.startsWith('on') || FORBIDDEN_ATTRIBUTES.has(name)
}

function clean(mail: Document): void {
  for (const element of mail.querySelectorAll(FORBIDDEN)) element.remove()
  removeComments(mail)
  for (const element of mail.querySelectorAll('*')) {
    const address = element.localName === 'a' || element.localName === 'area' ? element.getAttribute('href') : null
    for (const attribute of [...element.attributes]) {
      if (isForbidden(element, attribute)) element.removeAttributeNode(attribute)
    }
    if (address === null) continue
    // A link leads nowhere, but tells where it would have led.
    element.setAttribute('data-link', '')
    element.setAttribute('title', address)
  }
}

function removeComments(mail: Document): void {
  const comments = mail.createNodeIterator(mail, NodeFilter.SHOW_COMMENT)
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode())
    comment.parentNode?.removeChild(comment)
}

function countRemote(mail: Document): number {
  let count = 0
  for (const element of mail.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) count += countInAttribute(element, name, value)
    if (element.localName === 'style') count += countInCss(element.textContent)
  }
  return count
}

function countInAttribute(element: Element, name: string, value: string): number {
  if (name === 'style') return countInCss(value)
  if (name === 'srcset') return value.split(',').filter((candidate) => REMOTE_URL.test(candidate)).length
  const isHref = name === 'href' || name === 'xlink:href'
  const loads = isHref ? !['a', 'area', 'base'].includes(element.localName) : LOADING_ATTRIBUTES.has(name)
  return loads && REMOTE_URL.test(value) ? 1 : 0
}

const LOADING_ATTRIBUTES = new Set(['src', 'background', 'poster', 'data', 'lowsrc', 'dynsrc'])

function countInCss(css: string): number {
  return css.match(REMOTE_IN_CSS)?.length ?? 0
}
