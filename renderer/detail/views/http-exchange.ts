import type { EventId, EventRow } from '../../../shared/event.ts'

type Row = Pick<EventRow, 'id' | 'type' | 'parent' | 'descendants'>

/**
 * Which response answers which request, by id of the response. The last response that is directly nested in a request
 * closes it: those before it, like any other, belong to the last request before them on their own level. A request has
 * one response, the first of these.
 */
export function pairExchanges(events: readonly Row[]): ReadonlyMap<EventId, EventId> {
  const requests = events.filter(({ type }) => type === 'request')
  const responses = events.filter(({ type }) => type === 'response')
  const around = new Map(responses.map(({ id }) => [id, findAround(requests, id)]))
  const closing = new Map(responses.map(({ id }) => [around.get(id), id]))
  const pairs = new Map<EventId, EventId>()
  const answered = new Set<EventId>()
  for (const { id, parent } of responses) {
    const outer = around.get(id)
    const request =
      outer !== undefined && closing.get(outer) === id
        ? outer
        : requests.findLast((one) => one.id < id && one.parent === parent)?.id
    if (request === undefined || answered.has(request)) continue
    answered.add(request)
    pairs.set(id, request)
  }
  return pairs
}

/** The innermost request around an event. */
function findAround(requests: readonly Row[], id: EventId): EventId | undefined {
  return requests.findLast((one) => one.id < id && id <= one.id + one.descendants)?.id
}
