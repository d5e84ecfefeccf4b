/**
 * Runs a task whenever it was woken since the last run, never twice at a time, and with a pause between runs. Any number
 * of wakes during a run and its pause lead to one more run.
 */
export class Repeater {
  private readonly task: () => Promise<void>
  private readonly pauseAfter: (workedMs: number) => number
  private isWanted = false
  private isRunning = false
  private isStopped = false
  private endPause: (() => void) | null = null

  /** `pauseAfter` tells how long to wait, ms, from how long the run took. */
  constructor(task: () => Promise<void>, pauseAfter: (workedMs: number) => number) {
    this.task = task
    this.pauseAfter = pauseAfter
  }

  wake(): void {
    this.isWanted = true
    if (!this.isRunning && !this.isStopped) void this.run()
  }

  /** Wakes without waiting for the end of a pause. */
  wakeNow(): void {
    this.wake()
    this.endPause?.()
  }

  /** No run begins any more. */
  stop(): void {
    this.isStopped = true
    this.endPause?.()
  }

  private async run(): Promise<void> {
    this.isRunning = true
    try {
      while (this.isWanted && !this.isStopped) {
        this.isWanted = false
        const start = performance.now()
        await this.task()
        await this.pause(this.pauseAfter(performance.now() - start))
      }
    } finally {
      this.isRunning = false
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
