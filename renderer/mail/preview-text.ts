import { decodeEntities, type SourceTag } from './html-source.ts'

const UNSHOWN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript'])
/** Clients show about this much. */
const LONGEST = 140
/** Fillers that mails put behind their preview text to keep the rest out. */
const FILLERS = /\u034f|[\u00ad\u061c\u200b\u200c\u200e\u200f\u2007\u2060\ufeff]/g

/** The first words of the body, hidden or not: what a client shows behind the subject in its list. */
export function previewTextOf(tags: readonly SourceTag[], html: string): string {
  const hasBody = tags.some(({ name }) => name === 'body')
  let isInside = !hasBody
  let words = isInside && tags[0] ? html.slice(0, tags[0].start) : tags.length === 0 ? html : ''
  for (const { name, isEnd, text } of tags) {
    if (name === 'body') isInside = !isEnd
    if (!isInside || (UNSHOWN.has(name) && !isEnd) || text.trim() === '') continue
    words += ` ${text}`
    if (words.length > 20_000) break
    if (clean(words).length > LONGEST) break
  }
  const found = clean(words)
  return found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found
}

function clean(text: string): string {
  const shown = decodeEntities(text.replace(/<!--[\s\S]*?(?:-->|$)|<[!?][^>]*(?:>|$)/g, ' '))
  return shown.replace(FILLERS, '').replace(/\s+/g, ' ').trim()
}
