import Type from 'typebox'
import { isSecretEntry } from '../secrets.ts'
import { defineEventType } from './event-type.ts'

/** Keys that a line names before it only counts them. */
const MOST_KEYS = 6
/** A longer value is left out of the line. */
const LONGEST_VALUE = 40

const jsonObject = Type.Record(Type.String(), Type.Unknown())

/** The state of a session changed. */
export const state = defineEventType({
  isOpen: true,
  payload: Type.Object({
    /** What was sent: merged into the state before it, key by key; null removes a key. */
    change: Type.Optional(jsonObject),
    /** All of the state after it. */
    state: jsonObject,
  }),
  summarize: ({ change, state }) => {
    const keys = Object.keys(change ?? state)
    if (keys.length === 0) return 'Nothing changed'
    const values = change ?? state
    const named = keys
      .slice(0, MOST_KEYS)
      .map((key) => (isSecretEntry(values, key) ? key : `${key}${valueText(values[key])}`))
    const more = keys.length - named.length
    return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
  },
})

/** ` = 3` for what is short; nothing for what has parts. */
function valueText(value: unknown): string {
  if (value === null) return ' removed'
  if (typeof value === 'object') return ''
  const text = String(value)
  return text.length > LONGEST_VALUE ? '' : ` = ${text}`
}
