import { InvalidArgumentError } from 'commander'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** ms of `500ms`, `10s`, `1.5m`, `1h`; a number alone is seconds. */
export function parseDuration(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? []
  const factor = UNITS[unit]
  if (number === undefined || factor === undefined) {
    throw new InvalidArgumentError('a duration is a number and a unit: 500ms, 10s, 2m or 1h.')
  }
  return Number(number) * factor
}
