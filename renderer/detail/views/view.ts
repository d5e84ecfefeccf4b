import type { ReactNode } from 'react'
import type { DebugEvent } from '../../../shared/event.ts'
import type { EventType } from '../../../shared/events/names.ts'
import type { PayloadOf } from '../../../shared/events/table.ts'

export interface ViewProps<P> {
  /** Has the shape that its type declares, and may have more keys; without its secrets, unless they were asked for. */
  readonly payload: P
  /** The payload as it was sent, for what masks secrets itself. */
  readonly sent: P
  /** Whether secrets were asked for. */
  readonly isRevealed: boolean
  readonly event: DebugEvent
}

/** How the payload of one event type is shown. Keys that the type does not declare are shown below it. */
export type EventView<K extends EventType> = (props: ViewProps<PayloadOf<K>>) => ReactNode
