import type { EventId, EventRow } from '../../shared/event.ts'

/**
 * Makes a node of each event (in the log's order) and puts it below the node of the event that it is nested in. Returns the
 * roots: an event whose parent is not among the events is one.
 */
export function growTrees<E extends Pick<EventRow, 'id' | 'parent'>, N extends { readonly children: N[] }>(
  events: readonly E[],
  makeNode: (event: E, parent: N | null) => N,
): N[] {
  const roots: N[] = []
  const nodes = new Map<EventId, N>()
  for (const event of events) {
    const parent = event.parent === null ? undefined : nodes.get(event.parent)
    const node = makeNode(event, parent ?? null)
    nodes.set(event.id, node)
    if (parent) parent.children.push(node)
    else roots.push(node)
  }
  return roots
}
