import type { EventId } from '../../../shared/event.ts'
import type { OutlineEvent } from '../../../shared/stream.ts'
import { buildTrees, findAround, ownTime, walkTrees } from './stream-tree.ts'

export interface TemplateLine {
  readonly id: EventId
  readonly name: string
  /** How many other templates it is nested in. */
  readonly level: number
  /** ms. */
  readonly total: number | null
  /** Without what is nested in it, ms. */
  readonly own: number | null
  /** Queries inside it that are not inside a template nested in it. */
  readonly queries: readonly TemplateQuery[]
  /** Queries inside it at any depth. */
  readonly allQueries: number
}

export interface TemplateQuery {
  readonly id: EventId
  readonly target: string | null
  readonly text: string
  /** ms. */
  readonly duration: number | null
}

/** The templates of a request as a tree, line by line: by nesting, and where there is none simply in their order. */
export function buildTemplates(events: readonly OutlineEvent[]): TemplateLine[] {
  const lines = new Map<EventId, TemplateLine & { readonly queries: TemplateQuery[]; allQueries: number }>()
  for (const node of walkTrees(buildTrees(events))) {
    const { id, type, summary, target, duration } = node.event
    if (type !== 'template' && type !== 'query') continue
    const around = findAround(node, 'template')
    const outer = around ? lines.get(around.event.id) : undefined
    if (type === 'template') {
      const level = outer ? outer.level + 1 : 0
      lines.set(id, { id, name: summary, level, total: duration, own: ownTime(node), queries: [], allQueries: 0 })
      continue
    }
    outer?.queries.push({ id, target, text: summary, duration })
    for (let template = around; template; template = findAround(template, 'template')) {
      const line = lines.get(template.event.id)
      if (line) line.allQueries++
    }
  }
  return [...lines.values()]
}

/** The sum of the known durations, ms. */
export function sumDurations(queries: readonly TemplateQuery[]): number {
  return queries.reduce((sum, { duration }) => sum + (duration ?? 0), 0)
}
