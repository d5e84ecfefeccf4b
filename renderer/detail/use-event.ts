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

/** Opens an event; an answer that comes after another event was asked for is dropped. */
export function useEvent(backend: Backend, id: EventId): OpenedEvent {
  const [opened, setOpened] = useState<{ readonly id: EventId; readonly event: OpenedEvent } | null>(null)
  const newest = useRef(0)

  const open = useCallback(() => {
    newest.current++
    const request = newest.current
    const settle = (event: OpenedEvent) => {
      if (request === newest.current) setOpened({ id, event })
    }
    const retry = () => {
      settle({ state: 'loading' })
      open()
    }
    backend.request('event/open', id).then(
      (event) => settle(event ? { state: 'ready', event } : { state: 'gone' }),
      (error: unknown) => settle({ state: 'failed', reason: messageOf(error), retry }),
    )
  }, [backend, id])

  useEffect(() => {
    open()
    return () => {
      newest.current++
    }
  }, [open])

  return opened?.id === id ? opened.event : { state: 'loading' }
}
