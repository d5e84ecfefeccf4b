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
  if (/@media[^{]*max-(?:device-)?width/i.test(sheets)) return 0
  const widths = [...root.querySelectorAll<HTMLElement>(SIZED)].map((element) => {
    const width = fixedWidth(element)
    return width === 0 ? 0 : width + roomAround(element)
  })
  return Math.min(MOST, Math.max(0, ...widths))
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

/** Padding and margin between an element and the edges of the page. */
function roomAround(element: HTMLElement): number {
  let room = 0
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    room += padding(outer)
    if (outer.localName === 'body') {
      const { marginLeft, marginRight } = outer.style
      room += marginLeft === '' ? 2 * BODY_MARGIN : pixels(marginLeft) + pixels(marginRight)
    }
  }
  return room
}

function padding({ style }: HTMLElement): number {
  return pixels(style.paddingLeft) + pixels(style.paddingRight)
}

function pixels(length: string): number {
  return length.endsWith('px') ? Number.parseFloat(length) : 0
}
