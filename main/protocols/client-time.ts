/** `2026-11-21T02:30:17.393Z`, with `T` or a space, with or without fraction and zone. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i
/** `Sat, 21 Nov 2026 02:30:17 +0100`; the day of the week and the seconds may be missing. */
const RFC_822 =
  /^(?:[a-z]{3},?\s+)?\d{1,2}\s+[a-z]{3}\s+\d{2,4}\s+\d\d:\d\d(?::\d\d)?(?:\s+(?:[a-z]{1,5}|[+-]\d{4}))?$/i

/**
 * Reads a time as clients of Roundware send it, which is ISO 8601, or RFC 822 in old ones: ms since the epoch, or null for
 * a text that is neither. A time without a zone is taken for one of this machine's.
 */
export function readClientTime(text: string): number | null {
  const trimmed = text.trim()
  const iso = ISO.exec(trimmed)
  if (!iso) return RFC_822.test(trimmed) ? parse(trimmed) : null
  const [, date = '', time = '', fraction = '', zone = ''] = iso
  return parse(`${date}T${time}${fraction.slice(0, 4)}${zone.toUpperCase()}`)
}

function parse(text: string): number | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}
