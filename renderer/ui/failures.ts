import { showToast } from './toasts.tsx'

/** What went wrong, as a sentence for the user. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Tells of something that did not work out; `what` says of what, where that is not plain: `Not saved`. */
export function showFailure(error: unknown, what?: string): void {
  showToast(what === undefined ? messageOf(error) : `${what}: ${messageOf(error)}`, { tone: 'bad' })
}
