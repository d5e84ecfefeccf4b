const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

/**
 * The ms since the epoch an ISO 8601 date or date and time stands for; without a zone, a date is UTC and a date with a time
 * is local, as in JavaScript. Undefined for anything else.
 */
export function parseIsoTime(text: string): number | undefined {
  if (!ISO.test(text)) return undefined
  const time = Date.parse(text.replace(' ', 'T'))
  return Number.isNaN(time) ? undefined : time
}
