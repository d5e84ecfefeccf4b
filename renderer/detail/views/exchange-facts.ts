import type { DebugEvent } from '../../../shared/event.ts'
import type { ExchangeFacts } from '../../../shared/exchange.ts'

/** What Tattler knows of an exchange that it has seen itself; null for one that was reported. */
export function readFacts({ protocol, metadata }: Pick<DebugEvent, 'protocol' | 'metadata'>): ExchangeFacts | null {
  // Written by the collector: nothing else writes the metadata of this protocol.
  if (protocol !== 'exchange') return null
  const { exchange }: { exchange?: ExchangeFacts } = JSON.parse(metadata)
  return exchange ?? null
}
