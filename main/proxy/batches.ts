/** Nobody waits for an exchange to be stored, and nobody sees a delay as short as this, ms. */
const LENGTH = 100

/**
 * Has exchanges wait for each other, so that the log stores them in one batch: a commit for each would cost the machine,
 * and so the app, more than all else that a proxy does.
 */
export class Batches {
  private batch: Promise<void> | null = null

  /** Resolves when the next batch goes to the log. */
  next(): Promise<void> {
    this.batch ??= new Promise((resolve) => {
      setTimeout(() => {
        this.batch = null
        resolve()
      }, LENGTH)
    })
    return this.batch
  }
}
