import support from './client-support.json'
import type { CheckedMail, Finding } from './finding.ts'
import { findUsedFeatures } from './used-features.ts'

/** Where the table of what clients support comes from. */
export const SUPPORT_SOURCE = { address: support.source, license: support.license, date: support.date }

/** A feature of HTML or CSS that some clients leave out. */
export interface SupportFinding extends Finding {
  /** Names of clients that ignore it. */
  readonly dropped: readonly string[]
  /** Names of clients that know part of it. */
  readonly partly: readonly string[]
}

const GMAIL = support.clients.indexOf('Gmail')
const OUTLOOK = support.clients.indexOf('Outlook Windows')
/** Without these a design falls apart; without others it looks plainer. */
const LAYOUT = new Set([
  'css-background-image',
  'css-display-flex',
  'css-display-grid',
  'css-display-none',
  'css-float',
  'css-max-width',
  'css-position',
])

/** What the mail is written with that major clients leave out, the most harmful first. */
export function checkSupport({ tags, styles, lineOf }: CheckedMail): SupportFinding[] {
  const used = findUsedFeatures(tags, styles)
  const findings = support.features.flatMap(({ slug, title, keys, dropped, partly }): SupportFinding[] => {
    const offsets = keys.flatMap((key) => used.get(key) ?? []).sort((a, b) => a - b)
    if (offsets.length === 0) return []
    const isHarmful = dropped.includes(GMAIL) || (dropped.includes(OUTLOOK) && LAYOUT.has(slug))
    const lines = [...new Set(offsets.map(lineOf))]
    return [
      {
        id: `support-${slug}`,
        severity: isHarmful ? 'warning' : 'note',
        title,
        dropped: namesOf(dropped),
        partly: namesOf(partly),
        why: 'Clients leave out what they do not know, some with all that is inside.',
        fix: 'Make sure the mail reads well without it.',
        places: lines.map((line) => ({ line, text: title })),
      },
    ]
  })
  return findings.sort((a, b) => weight(b) - weight(a))
}

function namesOf(clients: readonly number[]): string[] {
  return clients.map((index) => support.clients[index] ?? '')
}

function weight({ severity, dropped, partly }: SupportFinding): number {
  return (severity === 'warning' ? 1000 : 0) + dropped.length * 10 + partly.length
}
