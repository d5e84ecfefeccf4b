import { decodeEntities, type SourceTag } from '../html-source.ts'
import { hostMismatch } from '../link-target.ts'
import { type Check, countOf, type Finding, type Place, type Severity } from './finding.ts'

interface SourceLink {
  readonly address: string
  readonly text: string
  readonly start: number
}

interface LinkRule extends Omit<Finding, 'title' | 'places' | 'severity'> {
  readonly severity: Severity
  title(number: number): string
  /** What to show of a link that breaks the rule; null for one that does not. */
  test(link: SourceLink): string | null
}

const LOCAL_HOST =
  /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|.+\.(?:local|localhost|test|internal|invalid|example))$/i
const PLACEHOLDER = /\{\{|\}\}|%7B%7B|%7D%7D|<%|\$\{|\bundefined\b|\[object /i

const RULES: readonly LinkRule[] = [
  {
    id: 'link-mismatch',
    severity: 'problem',
    title: (number) => `${countOf(number, 'link')} to another host than the one shown`,
    why: 'A text that is an address, over a link to another host, is how phishing looks: clients warn and filters sort it out.',
    fix: 'Show the address that the link leads to, or words.',
    test: ({ address, text }) => (hostMismatch(text, address) === null ? null : `${text.trim()} → ${address}`),
  },
  {
    id: 'link-empty',
    severity: 'problem',
    title: (number) => `${countOf(number, 'link')} to nowhere`,
    why: 'A link without an address, or to `#`, does nothing when it is clicked.',
    fix: 'Give it an address, or make it text.',
    test: ({ address, text }) => (/^\s*(?:#\s*)?$/.test(address) ? text || '<a>' : null),
  },
  {
    id: 'link-script',
    severity: 'problem',
    title: (number) => `${countOf(number, 'link')} that clients remove`,
    why: 'No mail client follows `javascript:`, `data:` or `file:` addresses.',
    fix: 'Link to a page on the web.',
    test: ({ address }) => (/^\s*(?:javascript|vbscript|data|file|blob|about):/i.test(address) ? address : null),
  },
  {
    id: 'link-placeholder',
    severity: 'problem',
    title: (number) => `${countOf(number, 'link')} with a placeholder that was not filled in`,
    why: 'Recipients would follow it as it stands.',
    fix: 'Give the template the value it lacks.',
    test: ({ address }) => (PLACEHOLDER.test(address) ? address : null),
  },
  {
    id: 'link-relative',
    severity: 'problem',
    title: (number) => `${countOf(number, 'link')} without a host`,
    why: 'A mail has no address of its own, so a relative one leads nowhere.',
    fix: 'Write the whole address, with https and host.',
    test: ({ address }) =>
      /^\s*(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i.test(address) || PLACEHOLDER.test(address) ? null : address,
  },
  {
    id: 'link-local',
    severity: 'note',
    title: (number) => `${countOf(number, 'link')} to this machine or a private network`,
    why: 'It works for whoever develops the mail, and for no recipient. While developing that is as it should be.',
    fix: 'Take the host from the settings of the environment.',
    test: ({ address }) => (URL.canParse(address) && LOCAL_HOST.test(new URL(address).hostname) ? address : null),
  },
  {
    id: 'link-http',
    severity: 'warning',
    title: (number) => `${countOf(number, 'link')} over http`,
    why: 'Browsers warn of pages without encryption, and filters count them against the sender.',
    fix: 'Link to https.',
    test: ({ address }) =>
      /^\s*http:/i.test(address) && URL.canParse(address) && !LOCAL_HOST.test(new URL(address).hostname)
        ? address
        : null,
  },
]

export const checkLinks: Check = ({ tags, lineOf }) => {
  const links = readLinks(tags)
  return RULES.flatMap(({ test, title, ...rule }): Finding[] => {
    const places = links.flatMap((link): Place[] => {
      const text = test(link)
      return text === null ? [] : [{ line: lineOf(link.start), text: text.slice(0, 160) }]
    })
    return places.length === 0 ? [] : [{ ...rule, title: title(places.length), places }]
  })
}

function readLinks(tags: readonly SourceTag[]): SourceLink[] {
  const links: SourceLink[] = []
  for (const [index, tag] of tags.entries()) {
    const address = tag.name === 'a' && !tag.isEnd ? tag.attributes.get('href') : undefined
    if (address === undefined) continue
    let text = tag.text
    for (let next = index + 1; next < tags.length; next++) {
      const inside = tags[next]
      if (!inside || inside.name === 'a' || text.length > 500) break
      text += inside.text
    }
    links.push({ address, text: decodeEntities(text).replace(/\s+/g, ' ').trim(), start: tag.start })
  }
  return links
}
