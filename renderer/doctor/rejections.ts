import type { Notice } from '../../shared/messages.ts'

/** Codes of notices that tell of a connection or a message that did not get in. */
const REJECTIONS: ReadonlySet<string> = new Set([
  'host-rejected',
  'origin-rejected',
  'token-missing',
  'peer-refused',
  'message-too-large',
  'too-much-at-once',
  'body-unreadable',
  'connection-broken',
])

/** Those of the notices, the last one first. */
export function rejectionsIn(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter(({ code }) => REJECTIONS.has(code)).toReversed()
}
