import { lazy, Suspense } from 'react'
import type { EventView } from './view.ts'

/** Loaded with the first mail: with it comes what cleans its HTML, and the table of what mail clients support. */
const MailView = lazy(async () => ({ default: (await import('../../mail/mail-view.tsx')).MailView }))

export const EmailView: EventView<'email'> = ({ payload, event }) => (
  <Suspense fallback={<p className="detail-loading">Loading…</p>}>
    <MailView id={event.id} payload={payload} />
  </Suspense>
)
