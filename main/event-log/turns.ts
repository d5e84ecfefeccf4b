/**
 * Keeps the work of one client in the order in which it was asked for, without holding back what may run side by side:
 * work done `together` waits for what was to be done `alone` before it, and that waits for everything before it.
 */
export class Turns {
  private lastAlone: Promise<unknown> = Promise.resolve()
  private readonly running = new Set<Promise<unknown>>()

  together<T>(work: () => Promise<T>): Promise<T> {
    const result = this.lastAlone.then(work)
    const settled = settle(result)
    this.running.add(settled)
    void settled.then(() => this.running.delete(settled))
    return result
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const result = Promise.all([this.lastAlone, ...this.running]).then(work)
    this.lastAlone = settle(result)
    return result
  }
}

/** Resolves once it is known what became of it. */
function settle(result: Promise<unknown>): Promise<unknown> {
  return result.catch(() => undefined)
}
