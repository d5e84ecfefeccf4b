/** Elements that mails give a fixed width. Images are not: the preview never lets them be wider than the page. */
const SIZED = 'table, td, th, div, center'

/** Room at each side of a page that the mail says nothing about, CSS px. */
const BODY_MARGIN = 16

/** Wider than this no mail is meant to be, CSS px. */
const MOST = 1200

/**
 * The width in CSS px that a mail needs by what its markup says, 0 where it fits any. The frame of the preview cannot be
 * measured: its origin is nobody's. A mail with rules for narrow screens is left to them.
 */
export function findContentWidth(root: HTMLElement): number {
  const sheets = [...root.querySelectorAll('style')].map((style) => style.textContent).join('\n')
  if (/@media[^{@]*max-(?:device-)?width/i.test(sheets)) return 0
  const rooms = new Map<Element, number>()
  let widest = 0
  for (const element of root.querySelectorAll<HTMLElement>(SIZED)) {
    const width = fixedWidth(element)
    if (width > 0) widest = Math.max(widest, width + roomAround(element, rooms))
  }
  return Math.min(MOST, widest)
}

function fixedWidth(element: HTMLElement): number {
  const { style } = element
  // Such an element gives way.
  if (style.maxWidth.endsWith('%') && style.minWidth === '') return 0
  const own = pixels(style.minWidth) || pixels(style.width)
  if (own > 0) return element.localName === 'table' ? own : own + padding(element)
  if (style.width !== '') return 0
  const attribute = element.getAttribute('width') ?? ''
  return /^\s*\d+(?:px)?\s*$/i.test(attribute) ? Number.parseInt(attribute, 10) : 0
}

/** Padding and margin between an element and the edges of the page; `known` keeps it, as many elements share theirs. */
function roomAround({ parentElement: outer }: HTMLElement, known: Map<Element, number>): number {
  if (!outer) return 0
  const found = known.get(outer)
  if (found !== undefined) return found
  const room = padding(outer) + (outer.localName === 'body' ? pageMargin(outer) : 0) + roomAround(outer, known)
  known.set(outer, room)
  return room
}

function pageMargin({ style: { marginLeft, marginRight } }: HTMLElement): number {
  return marginLeft === '' ? 2 * BODY_MARGIN : pixels(marginLeft) + pixels(marginRight)
}

function padding({ style }: HTMLElement): number {
  return pixels(style.paddingLeft) + pixels(style.paddingRight)
}

function pixels(length: string): number {
  return length.endsWith('px') ? Number.parseFloat(length) : 0
}
