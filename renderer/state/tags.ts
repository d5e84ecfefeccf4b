import type { Facets } from '../../shared/messages.ts'

/** The tags of the log as filters: names with their values, and flags, which have none. */
export interface TagGroups {
  readonly names: readonly { readonly name: string; readonly values: readonly TagCount[] }[]
  readonly flags: readonly TagCount[]
}

export interface TagCount {
  /** The part behind `name:`, or the whole flag. */
  readonly value: string
  readonly count: number
}

/** Sorts tags into names and flags, each ascending. A chosen tag that no event has any more stays, with a count of 0. */
export function groupTags(
  tags: Facets['tags'],
  chosen: {
    readonly tagValues: Readonly<Record<string, readonly string[]>>
    readonly flags: Readonly<Record<string, unknown>>
  },
): TagGroups {
  const names = new Map<string, Map<string, number>>()
  const flags = new Map<string, number>(Object.keys(chosen.flags).map((flag) => [flag, 0]))
  for (const [name, values] of Object.entries(chosen.tagValues)) {
    names.set(name, new Map(values.map((value) => [value, 0])))
  }
  for (const { tag, count } of tags) {
    const colon = tag.indexOf(':')
    if (colon < 1) {
      flags.set(tag, count)
      continue
    }
    const name = tag.slice(0, colon)
    const values = names.get(name) ?? new Map<string, number>()
    names.set(name, values.set(tag.slice(colon + 1), count))
  }
  return {
    names: [...names]
      .map(([name, values]) => ({ name, values: toSortedCounts(values) }))
      .sort((a, b) => compare(a.name, b.name)),
    flags: toSortedCounts(flags),
  }
}

const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function toSortedCounts(counts: ReadonlyMap<string, number>): TagCount[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => compare(a.value, b.value))
}
