import type { Static, TSchema } from 'typebox'

/** What the collector and the viewer know of one event type. */
export interface EventTypeDefinition<S extends TSchema = TSchema> {
  /** Shape of the payload. Keys beyond it are kept and shown. */
  readonly payload: S
  /**
   * Whether other senders may use the name for events of their own: then a payload without this shape is no mistake, and is
   * shown as that of a type nobody declared.
   */
  readonly isOpen?: true
  /** One line that tells the event apart in a list; whitespace is folded and length cut by the caller. */
  summarize(payload: Static<S>): string
}

/** Ties the payload's shape to its summary, so that both are typed from one declaration. */
export function defineEventType<S extends TSchema>(definition: EventTypeDefinition<S>): EventTypeDefinition<S> {
  return definition
}
