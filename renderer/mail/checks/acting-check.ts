import { type Check, countOf } from './finding.ts'

const REMOVED = new Set(['script', 'iframe', 'frame', 'frameset', 'embed', 'applet', 'noscript'])

/** What every client takes out, and filters take offence at. */
export const checkActing: Check = ({ tags, lineOf }) => {
  const acting = tags.filter(({ name, isEnd }) => !isEnd && REMOVED.has(name))
  const handlers = tags.filter(({ attributes, isEnd }) => !isEnd && [...attributes.keys()].some(isHandler))
  const all = [...new Set([...acting, ...handlers])].sort((a, b) => a.start - b.start)
  if (all.length === 0) return []
  return [
    {
      id: 'acting',
      severity: 'problem',
      title: `${countOf(all.length, 'element')} with scripts or frames`,
      why: 'No mail client runs scripts or shows frames: they are taken out, and many filters refuse such mails.',
      fix: 'Leave them out, and link to a page that has them.',
      places: all.map(({ name, start }) => ({ line: lineOf(start), text: `<${name}>` })),
    },
  ]
}

function isHandler(attribute: string): boolean {
  return /^on[a-z]+$/.test(attribute)
}
