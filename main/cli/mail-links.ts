const HREF = /<(?:a|area)\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi
const ADDRESS = /\bhttps?:\/\/[^\s<>"']+/gi
/** What ends a sentence, not an address. */
const TRAILING = /[.,;:!?)\]}]+$/

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Where a mail leads: the links of its HTML, or of its text where it has no HTML, each once, in order. */
export function findLinks(html: string, text: string): readonly string[] {
  const links = html === '' ? linksOfText(text) : linksOfHtml(html)
  return [...new Set(links)].filter((link) => link !== '')
}

function linksOfHtml(html: string): string[] {
  return [...html.matchAll(HREF)].map(([, double, single, bare]) =>
    decodeEntities(double ?? single ?? bare ?? '').trim(),
  )
}

function linksOfText(text: string): string[] {
  return [...text.matchAll(ADDRESS)].map(([address]) => address.replace(TRAILING, ''))
}

/** Those that occur in addresses. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}
