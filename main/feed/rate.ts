/** Length of the window that the rate is taken over, ms. */
const WINDOW = 2000

/** Events per second over the last two seconds. */
export class Rate {
  private samples: { time: number; count: number }[] = []

  add(count: number): void {
    this.samples.push({ time: Date.now(), count })
    this.forgetOld()
  }

  get perSecond(): number {
    this.forgetOld()
    const count = this.samples.reduce((sum, sample) => sum + sample.count, 0)
    return Math.round((count * 1000) / WINDOW)
  }

  private forgetOld(): void {
    const start = Date.now() - WINDOW
    const first = this.samples.findIndex((sample) => sample.time >= start)
    this.samples = first < 0 ? [] : this.samples.slice(first)
  }
}
