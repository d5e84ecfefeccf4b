import type { EventId } from './event.ts'
import { ERROR_IMPORTANCE } from './importance.ts'
import type { Condition } from './query/query.ts'

export const ALERT_KINDS = ['error', 'denied', 'slow', 'mail'] as const
/** What the user may want to be told of outside the window. */
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Which alerts are on. */
export type AlertSettings = { readonly [K in AlertKind]: boolean } & {
  /** From this duration on a query or request counts as slow, ms. */
  readonly slowMs: number
}

/** Events worth an alert that came since the last one of the kind. */
export interface Alert {
  readonly kind: AlertKind
  /** How many there are. */
  readonly count: number
  /** The newest of them. */
  readonly id: EventId
  readonly summary: string
  readonly instance: string
  /** How many other apps the rest of them are of. */
  readonly otherApps: number
}

/** What failed: an error by its level, by its outcome, or a message that could not be read. */
export const IS_ERROR: Condition = {
  any: [
    { field: 'importance', operator: 'gte', value: ERROR_IMPORTANCE },
    { field: 'success', operator: 'eq', value: false },
    { field: 'type', operator: 'eq', value: 'invalid' },
  ],
}

/** The events that an alert is about. */
export function alertConditions(kind: AlertKind, { slowMs }: AlertSettings): readonly Condition[] {
  switch (kind) {
    case 'error':
      return [IS_ERROR]
    case 'denied':
      return [
        { field: 'type', operator: 'eq', value: 'access_check' },
        { field: 'payload.access', operator: 'eq', value: 'DENIED' },
      ]
    case 'slow':
      return [
        { field: 'type', operator: 'in', value: ['query', 'request'] },
        { field: 'duration', operator: 'gte', value: slowMs },
      ]
    case 'mail':
      return [{ field: 'type', operator: 'eq', value: 'email' }]
  }
}

const NOUNS: Readonly<Record<AlertKind, readonly [string, string]>> = {
  error: ['error', 'errors'],
  denied: ['access denied', 'accesses denied'],
  slow: ['slow query or request', 'slow queries and requests'],
  mail: ['mail', 'mails'],
}

/** Like `3 errors in shop`, or `3 errors in shop and 1 other app`. */
export function alertTitle({ kind, count, instance, otherApps }: Alert): string {
  const [one, many] = NOUNS[kind]
  const number = count === 1 ? one.charAt(0).toUpperCase() + one.slice(1) : `${count.toLocaleString('en')} ${many}`
  if (otherApps === 0) return `${number} in ${instance}`
  return `${number} in ${instance} and ${otherApps.toLocaleString('en')} other ${otherApps === 1 ? 'app' : 'apps'}`
}
