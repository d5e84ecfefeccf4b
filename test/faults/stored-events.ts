import { ask, type Reachable } from './ask.ts'

const MOST_ROWS = 1_000_000

interface StoredEvent {
  readonly id: number
  readonly stream: string
  readonly sequence: number
  readonly text: string
}

/**
 * Reads what a log has got since it was last looked at, and finds what must not be: an event twice, a sequence with a gap
 * or a number twice, an id that does not go on, an acknowledged event that is missing, an event that has gone.
 */
export class StoredEvents {
  private readonly texts = new Set<string>()
  private readonly sequences = new Map<string, number>()
  private lastId = 0

  get count(): number {
    return this.texts.size
  }

  async check(log: Reachable, acknowledged: Iterable<string>): Promise<string[]> {
    const wrong: string[] = []
    for (const { id, stream, sequence, text } of await readEvents(log, this.lastId)) {
      const expected = (this.sequences.get(stream) ?? 0) + 1
      if (sequence !== expected) wrong.push(`number ${sequence} of ${stream} stands where ${expected} should`)
      if (this.texts.has(text)) wrong.push(`${text} is there twice`)
      if (id <= this.lastId) wrong.push(`id ${id} comes after ${this.lastId}`)
      this.sequences.set(stream, sequence)
      this.texts.add(text)
      this.lastId = id
    }
    for (const text of acknowledged) if (!this.texts.has(text)) wrong.push(`${text} was acknowledged and is lost`)
    const { total } = await ask(log, { from: { instance: '*' }, limit: 1 })
    if (total !== this.texts.size) wrong.push(`there are ${total} events, and not ${this.texts.size}`)
    return wrong
  }
}

async function readEvents(log: Reachable, after: number): Promise<StoredEvent[]> {
  const { events = [] } = await ask(log, {
    from: { instance: '*' },
    where: [{ field: 'id', operator: 'gt', value: after }],
    select: ['id', 'stream', 'sequence_number', 'summary'],
    orderBy: { field: 'id', direction: 'asc' },
    limit: MOST_ROWS,
  })
  return events.map((event) => ({
    id: Number(event.id),
    stream: String(event.stream),
    sequence: Number(event.sequence_number),
    text: String(event.summary),
  }))
}
