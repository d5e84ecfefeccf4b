import type { EventId } from '../../shared/event.ts'

/** A growing list of event ids, 8 bytes each: the whole result of a view over a million events is 8 MB. */
export class IdList {
  private items = new Float64Array(1024)
  length = 0

  push(ids: Float64Array): void {
    this.makeRoom(ids.length)
    this.items.set(ids, this.length)
    this.length += ids.length
  }

  /** Adds all ids from `first` to `last`. */
  pushRange(first: EventId, last: EventId): void {
    this.makeRoom(last - first + 1)
    for (let id = first; id <= last; id++) this.items[this.length++] = id
  }

  /** Puts ids before all others. */
  prepend(ids: Float64Array): void {
    const joined = new Float64Array(ids.length + this.length)
    joined.set(ids)
    joined.set(this.all, ids.length)
    this.items = joined
    this.length = joined.length
  }

  slice(start: number, end: number): EventId[] {
    return [...this.items.subarray(Math.max(0, start), Math.min(end, this.length))]
  }

  /** All of them; valid until the next push. */
  get all(): Float64Array {
    return this.items.subarray(0, this.length)
  }

  at(index: number): EventId | undefined {
    return index < this.length ? this.items[index] : undefined
  }

  indexOf(id: EventId): number {
    return this.all.indexOf(id)
  }

  /** In a list that ascends: the index of the first id that is not below `id`; the length if all are. */
  lowerBound(id: EventId): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.items[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return low
  }

  private makeRoom(added: number): void {
    const needed = this.length + added
    if (needed <= this.items.length) return
    const grown = new Float64Array(Math.max(needed, this.items.length * 2))
    grown.set(this.all)
    this.items = grown
  }
}
