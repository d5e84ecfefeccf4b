import DOMPurify, { type Config } from 'dompurify'

/** A mail's HTML without anything that acts or parses by rules of its own. Addresses are still in it. */
export interface CleanHtml {
  /** Detached; never put into a page. */
  readonly root: HTMLElement
  /** Whether the mail asks for the standards of today, or for those of 1998. */
  readonly isStandard: boolean
}

/**
 * An allow-list, so that what nobody thought of is left out, and one that has been attacked for ten years; the own
 * deny-list it took the place of passed the same tests, but not the next element that browsers come up with.
 */
const ALLOWED = {
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  // No SVG and no MathML: they parse by rules of their own, and most mail clients drop them as well.
  USE_PROFILES: { html: true },
  FORBID_TAGS: ['audio', 'dialog', 'form', 'map', 'area', 'picture', 'slot', 'source', 'template', 'track', 'video'],
  FORBID_ATTR: ['action', 'autoplay', 'cite', 'for', 'list', 'poster', 'popover', 'popovertarget', 'srcset', 'usemap'],
  ALLOW_DATA_ATTR: false,
  // Mails address their images by `cid:`; which addresses stay in the page is decided when that is written.
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|sms:|cid:|data:image\/|\/\/|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
} as const satisfies Config

/** Browsers take seconds for more tags, and for ever for more that stay open: mails are a small part of either. */
const MOST_TAGS = 60_000
const MOST_OPEN_TAGS = 3000
const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i

/** Null for what would keep the browser busy. */
export function cleanHtml(html: string): CleanHtml | null {
  if (isTooMuch(html)) return null
  const root = DOMPurify.sanitize(html, ALLOWED)
  if (!(root instanceof HTMLElement)) return null
  // A doctype stands at the beginning or means nothing.
  const { compatMode } = new DOMParser().parseFromString(html.slice(0, 2000), 'text/html')
  return { root, isStandard: compatMode === 'CSS1Compat' }
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
