/** A tag as it stands in the source. Offsets count characters from the beginning of the source. */
export interface SourceTag {
  /** Lower case. */
  readonly name: string
  readonly isEnd: boolean
  /** The first of each name, as browsers read them; names in lower case, values decoded. */
  readonly attributes: ReadonlyMap<string, string>
  readonly start: number
  readonly end: number
  /** Source up to the next tag, comments included; of `style`, `script` and the like all that is inside. */
  readonly text: string
}

/** Elements whose content is text, whatever it looks like. */
const RAW_TEXT = new Set(['style', 'script', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])

const TAG_NAME = /[a-z][^\s/>]*/iy
const ATTRIBUTE = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?/y

/**
 * The tags of HTML with their places, which a DOM does not tell. Reads broken markup about as browsers do, in one go
 * over the text, whatever the text is.
 */
export function readTags(html: string): SourceTag[] {
  const tags: SourceTag[] = []
  let at = 0
  let open: Omit<SourceTag, 'text'> | null = null
  let textStart = 0
  const closeText = (end: number) => {
    if (open) tags.push({ ...open, text: html.slice(textStart, end) })
    open = null
  }

  while (at < html.length) {
    const start = html.indexOf('<', at)
    if (start === -1) break
    if (html.startsWith('<!--', start)) {
      at = after(html, '-->', start + 4)
      continue
    }
    const isEnd = html[start + 1] === '/'
    TAG_NAME.lastIndex = start + (isEnd ? 2 : 1)
    const name = TAG_NAME.exec(html)?.[0].toLowerCase()
    if (name === undefined) {
      const isMarkup = '!?/'.includes(html[start + 1] ?? ' ')
      if (isMarkup) closeText(start)
      at = isMarkup ? after(html, '>', start + 1) : start + 1
      continue
    }
    closeText(start)
    const { attributes, end } = isEnd ? endOfTag(html, TAG_NAME.lastIndex) : readAttributes(html, TAG_NAME.lastIndex)
    open = { name, isEnd, attributes, start, end }
    textStart = end
    at = !isEnd && RAW_TEXT.has(name) ? endOfRawText(html, name, end) : end
  }
  closeText(html.length)
  return tags
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found === -1 ? html.length : found + mark.length
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()

function endOfTag(html: string, from: number) {
  return { attributes: NO_ATTRIBUTES, end: after(html, '>', from) }
}

function readAttributes(html: string, from: number): { attributes: ReadonlyMap<string, string>; end: number } {
  if (html[from] === '>') return { attributes: NO_ATTRIBUTES, end: from + 1 }
  const attributes = new Map<string, string>()
  ATTRIBUTE.lastIndex = from
  let end = from
  for (let match = ATTRIBUTE.exec(html); match; match = ATTRIBUTE.exec(html)) {
    end = ATTRIBUTE.lastIndex
    const [, name = '', double, single, bare] = match
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, decodeEntities(double ?? single ?? bare ?? ''))
  }
  return { attributes, end: after(html, '>', end) }
}

function endOfRawText(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  close.lastIndex = from
  return close.exec(html)?.index ?? html.length
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  zwnj: '\u200c',
  shy: '\u00ad',
  tab: '\t',
  newline: '\n',
  colon: ':',
}

/** Replaces numeric references, and the named ones that stand in addresses and preview texts. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(x[0-9a-f]{1,6}|\d{1,7})|([a-z]{2,7}));?/gi, (whole, digits?: string, name?: string) => {
    if (digits === undefined) return NAMED_ENTITIES[name?.toLowerCase() ?? ''] ?? whole
    const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}

/** One-based line numbers of offsets into a text. */
export function lineFinder(text: string): (offset: number) => number {
  const starts: number[] = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
