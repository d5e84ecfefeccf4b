/** Nobody waits for an exchange to be stored, and nobody sees a delay as short as this, ms. */
const LENGTH = 100

/**
 * Has exchanges wait for each other, so that the log stores them in one batch: a commit for each would cost the machine,
 * and so the app, more than all else that a proxy does.
 */
export class Turns {
  private turn: Promise<void> | null = null

  /** Resolves with the next turn. */
  next(): Promise<void> {
    this.turn ??= new Promise((resolve) => {
      setTimeout(() => {
        this.turn = null
        resolve()
      }, LENGTH)
    })
    return this.turn
  }
}
