/**
 * Keeps the work of one client in the order in which it was asked for, without holding back what may run side by side:
 * work done `together` waits for what was to be done `alone` before it, and that waits for everything before it.
 */
export class Turns {
  private lastAlone: Promise<unknown> = Promise.resolve()
  private sinceThen: Promise<unknown>[] = []

  together<T>(work: () => Promise<T>): Promise<T> {
    const result = this.lastAlone.then(work)
    this.sinceThen.push(result.catch(() => undefined))
    return result
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const before = [this.lastAlone, ...this.sinceThen]
    const result = Promise.all(before).then(work)
    this.lastAlone = result.catch(() => undefined)
    this.sinceThen = []
    return result
  }
}
