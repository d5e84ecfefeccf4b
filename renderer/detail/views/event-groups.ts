import type { EventId } from '../../../shared/event.ts'
import type { StreamEvent } from '../../../shared/messages.ts'
import { isJsonObject, parseJson } from '../../ui/json-value.ts'

export interface EventGroup {
  /** Null for events without a group. */
  readonly name: string | null
  readonly count: number
  readonly names: readonly EventName[]
}

/** All events of one name in a group. */
export interface EventName {
  readonly name: string
  readonly occurrences: readonly { readonly id: EventId; readonly time: number; readonly duration: number | null }[]
}

/** App events by group and name, each in the order of its first occurrence; those without a group come last. */
export function groupEvents(
  events: readonly Pick<StreamEvent, 'id' | 'type' | 'time' | 'duration' | 'summary' | 'payload'>[],
): EventGroup[] {
  const groups = new Map<string | null, Map<string, EventName['occurrences'][number][]>>()
  for (const { id, type, time, duration, summary, payload } of events) {
    if (type !== 'event') continue
    const { name = summary, group = null } = readNames(payload)
    const names = groups.get(group) ?? new Map<string, EventName['occurrences'][number][]>()
    const occurrences = names.get(name) ?? []
    occurrences.push({ id, time, duration })
    names.set(name, occurrences)
    groups.set(group, names)
  }
  return [...groups]
    .map(([name, names]) => ({
      name,
      count: [...names.values()].reduce((sum, occurrences) => sum + occurrences.length, 0),
      names: [...names].map(([one, occurrences]) => ({ name: one, occurrences })),
    }))
    .sort((a, b) => Number(a.name === null) - Number(b.name === null))
}

/** A payload too long to be here has no names. */
function readNames(payload: string | null): { readonly name?: string; readonly group?: string } {
  if (payload === null) return {}
  const value = parseJson(payload)
  if (!isJsonObject(value)) return {}
  const { name, group } = value
  return { ...(typeof name === 'string' && { name }), ...(typeof group === 'string' && group !== '' && { group }) }
}
