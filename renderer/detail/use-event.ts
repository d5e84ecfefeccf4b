import { useCallback, useEffect, useRef, useState } from 'react'
import type { DebugEvent, EventId } from '../../shared/event.ts'
import type { Backend } from '../backend.ts'
import { messageOf } from '../ui/failures.ts'

export type OpenedEvent =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly event: DebugEvent }
  /** It is no longer in the log. */
  | { readonly state: 'gone' }
  | { readonly state: 'failed'; readonly reason: string; retry(): void }

/** Events asked for at a time: a large one does not hold up the next. */
const MOST_ASKED = 2

/**
 * Opens an event; an answer that comes after another event was chosen is dropped. Where answers are slower than choices, as
 * with a key that is held down, the newest is asked for next, and those passed meanwhile are not.
 */
export function useEvent(backend: Backend, id: EventId): OpenedEvent {
  const [opened, setOpened] = useState<{ readonly id: EventId; readonly event: OpenedEvent } | null>(null)
  const chosen = useRef<EventId | null>(null)
  const wanted = useRef<EventId | null>(null)
  const asking = useRef(0)

  const open = useCallback(async () => {
    if (asking.current >= MOST_ASKED) return
    asking.current++
    while (wanted.current !== null) {
      const asked = wanted.current
      wanted.current = null
      const retry = () => {
        setOpened(null)
        wanted.current = asked
        void open()
      }
      const event = await readEvent(backend, asked, retry)
      if (chosen.current === asked) setOpened({ id: asked, event })
    }
    asking.current--
  }, [backend])

  useEffect(() => {
    chosen.current = id
    wanted.current = id
    void open()
    return () => {
      chosen.current = null
      wanted.current = null
    }
  }, [open, id])

  return opened?.id === id ? opened.event : { state: 'loading' }
}

async function readEvent(backend: Backend, id: EventId, retry: () => void): Promise<OpenedEvent> {
  try {
    const event = await backend.request('event/open', id)
    return event ? { state: 'ready', event } : { state: 'gone' }
  } catch (error) {
    return { state: 'failed', reason: messageOf(error), retry }
  }
}
