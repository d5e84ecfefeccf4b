const ISO = /^(\d{4}-\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

/**
 * The ms since the epoch an ISO 8601 date or date and time stands for; without a zone, a date is UTC and a date with a time
 * is local, as in JavaScript. Undefined for anything else.
 */
export function parseIsoTime(text: string): number | undefined {
  const [, month, day] = ISO.exec(text) ?? []
  if (month === undefined || Number(day) > daysIn(month)) return undefined
  const time = Date.parse(text.replace(' ', 'T'))
  return Number.isNaN(time) ? undefined : time
}

/** Because `Date.parse` takes February 30 for March 2. */
function daysIn(month: string): number {
  const start = new Date(`${month}-01`)
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate()
}
