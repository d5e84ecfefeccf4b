import { cssOf, withoutComments } from './css-source.ts'
import type { SourceTag } from './html-source.ts'

/** What a mail would fetch from elsewhere if it were let. */
export interface RemoteContent {
  /** Addresses of images, each as often as it stands in the mail. */
  readonly images: readonly string[]
  /** Addresses of anything else: style sheets, fonts, frames, media. Never loaded. */
  readonly others: readonly string[]
}

const REMOTE = /^\s*(?:https?:)?\/\//i
const IMAGE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  src: ['img', 'input'],
  background: ['body', 'table', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th'],
}
const LOADING_ATTRIBUTES = ['src', 'background', 'poster', 'data', 'lowsrc', 'dynsrc']
const CSS_ADDRESS =
  /(@import(?:\s*url\()?|src\s*:(?:(?!src\s*:)[^;}])*?url\(|url\()\s*(?:['"]\s*)?((?:https?:)?\/\/[^'")\s;]+)/gi

export function findRemote(tags: readonly SourceTag[]): RemoteContent {
  const images: string[] = []
  const others: string[] = []
  for (const { name, isEnd, attributes } of tags) {
    if (isEnd) continue
    for (const attribute of LOADING_ATTRIBUTES) {
      const address = attributes.get(attribute)
      if (!address || !REMOTE.test(address)) continue
      const isImage = IMAGE_ATTRIBUTES[attribute]?.includes(name) ?? false
      ;(isImage ? images : others).push(address.trim())
    }
    const linked = name === 'link' ? attributes.get('href') : undefined
    if (linked && REMOTE.test(linked)) others.push(linked.trim())
  }
  for (const { css } of cssOf(tags)) {
    for (const [, kind = '', address = ''] of withoutComments(css).matchAll(CSS_ADDRESS)) {
      ;(kind.toLowerCase() === 'url(' ? images : others).push(address)
    }
  }
  return { images, others }
}

/** The hosts of addresses, each once, the most frequent first. */
export function hostsOf(addresses: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const address of addresses) {
    const host = hostOf(address)
    if (host !== null) counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([host]) => host)
}

/** Host with its port, in the form that is asked for; null where there is none. */
export function hostOf(address: string): string | null {
  const absolute = address.trim().startsWith('//') ? `https:${address.trim()}` : address
  return URL.canParse(absolute) ? new URL(absolute).host || null : null
}
