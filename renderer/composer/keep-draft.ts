import { EMPTY_DRAFT, type KeptDraft } from '../../shared/composer.ts'
import type { Backend } from '../backend.ts'
import { showFailure } from '../ui/failures.ts'
import { type ComposerView, offerDraft, useComposer } from './composer-state.ts'
import { isTooLarge } from './send.ts'

/** From the last change on, ms. */
const PAUSE = 300

type Written = Pick<ComposerView, 'draft' | 'kept' | 'entry'>

/** What the collector has; null until it was asked. */
let known: Written | null = null

/** Brings back what stood in the form before the page was loaded, and keeps what is written from now on; returns the end of that. */
export function keepDraft(backend: Backend): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = () => {
    clearTimeout(timer)
    const now = useComposer.getState()
    if (known === null || isSame(now, known) || isTooLarge(now.draft)) return
    known = now
    const { draft, entry, kept } = now
    // What the collector does not take it does not send either, and then it says why.
    backend.request('composer/keep-draft', { draft, entry, isChanged: draft !== kept }).catch(() => undefined)
  }
  const writeSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(write, PAUSE)
  }
  void restoreDraft(backend).then(writeSoon, showFailure)
  const unsubscribe = useComposer.subscribe(writeSoon)
  addEventListener('pagehide', write)
  return () => {
    unsubscribe()
    removeEventListener('pagehide', write)
    write()
  }
}

async function restoreDraft(backend: Backend): Promise<void> {
  if (known !== null) return
  const stored = await backend.request('composer/read-draft', undefined)
  if (known !== null) return
  const restored = toWritten(stored ?? { draft: EMPTY_DRAFT, entry: null, isChanged: false })
  known = restored
  // A request of the log may have been opened before the composer was.
  if (useComposer.getState().draft === EMPTY_DRAFT) useComposer.setState(restored)
  else if (restored.draft !== restored.kept) offerDraft({ ...restored, otherBodies: {} })
}

function toWritten({ draft, entry, isChanged }: KeptDraft): Written {
  return { draft, entry, kept: isChanged ? EMPTY_DRAFT : draft }
}

function isSame(a: Written, b: Written): boolean {
  return a.draft === b.draft && a.kept === b.kept && a.entry === b.entry
}
