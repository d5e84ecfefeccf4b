import type { EventId, EventRow } from '../../../shared/event.ts'

type Row = Pick<EventRow, 'id' | 'type' | 'parent' | 'descendants'>

/**
 * Which response answers which request, by id of the response. A response belongs to the innermost request that it is
 * nested in, or else to the last request before it on its own level; a request has one response, the first.
 */
export function pairExchanges(events: readonly Row[]): ReadonlyMap<EventId, EventId> {
  const pairs = new Map<EventId, EventId>()
  const answered = new Set<EventId>()
  const requests: Row[] = []
  for (const event of events) {
    if (event.type === 'request') requests.push(event)
    if (event.type !== 'response') continue
    const request =
      requests.findLast(({ id, descendants }) => event.id <= id + descendants) ??
      requests.findLast(({ parent }) => parent === event.parent)
    if (!request || answered.has(request.id)) continue
    answered.add(request.id)
    pairs.set(event.id, request.id)
  }
  return pairs
}
