import Type from 'typebox'
import { stripEscapes } from '../ansi.ts'
import { defineEventType } from './event-type.ts'

/** No protocol text defines it: whatever names the failure is taken. */
export const exception = defineEventType({
  payload: Type.Object({
    /** Class of the exception. */
    type: Type.Optional(Type.String()),
    class: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
  }),
  summarize: (payload) => stripEscapes(summarizeParts(payload) ?? summarizeInner(payload) ?? 'exception'),
})

interface Parts {
  readonly type?: unknown
  readonly class?: unknown
  readonly name?: unknown
  readonly message?: unknown
}

function summarizeParts({ type, class: className, name, message }: Parts): string | null {
  const words = [type ?? className ?? name, message].filter((word) => typeof word === 'string' && word !== '')
  return words.join(': ') || null
}

/** Some senders put the exception under a name of its own, or send its text. */
function summarizeInner(payload: Parts & { readonly exception?: unknown; readonly error?: unknown }): string | null {
  const inner = payload.exception ?? payload.error
  if (typeof inner === 'string') return inner.split('\n', 1)[0] ?? null
  return typeof inner === 'object' && inner !== null ? summarizeParts(inner) : null
}
