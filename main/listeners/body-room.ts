/** What of a body is read however much else is waiting: most are no larger, and end where a sender may have gone by then. Bytes. */
const ALWAYS_READ = 64 * 1024
/** How long a body waits for room that others take up, ms. */
const PATIENCE = 10_000

/** What holds senders back beside: a log that does not keep up. */
export interface Congestion {
  readonly isFull: boolean
  whenRoom(): Promise<void>
}

/** A body that is being read. */
export interface BodyReading {
  /** Counts `bytes` that have come. Null if more may be read at once, else resolves when: true, or false if that is never. */
  add(bytes: number): Promise<boolean> | null
  end(): void
}

interface Waiting {
  readonly reading: Reading
  resume(mayGoOn: boolean): void
}

interface Reading {
  bytes: number
}

/**
 * Bounds what the bodies of all requests take up together while they are read. Whoever comes first is read on; who finds no
 * room is not read, which slows its sender, and is given up where that takes long.
 */
export class BodyRoom {
  private readonly congestion: Congestion
  private readonly limit: number
  private readonly patience: number
  /** In the order in which they began. */
  private readonly readings = new Set<Reading>()
  private readonly waiting = new Set<Waiting>()
  private bytes = 0
  private isLogAwaited = false

  /** `limit` in bytes, `patience` in ms. */
  constructor(congestion: Congestion, limit: number, patience = PATIENCE) {
    this.congestion = congestion
    this.limit = limit
    this.patience = patience
  }

  /** Bytes of bodies that are being read. */
  get used(): number {
    return this.bytes
  }

  begin(): BodyReading {
    const reading: Reading = { bytes: 0 }
    this.readings.add(reading)
    return {
      add: (bytes) => {
        reading.bytes += bytes
        this.bytes += bytes
        return this.mayGoOn(reading) ? null : this.wait(reading)
      },
      end: () => {
        if (!this.readings.delete(reading)) return
        this.bytes -= reading.bytes
        this.resume()
      },
    }
  }

  private mayGoOn(reading: Reading): boolean {
    return reading.bytes <= ALWAYS_READ || (!this.congestion.isFull && this.hasRoom(reading))
  }

  /** One is always read on, or those that fill the room would wait for each other. */
  private hasRoom(reading: Reading): boolean {
    if (this.bytes < this.limit) return true
    for (const first of this.readings) if (first.bytes > ALWAYS_READ) return first === reading
    return true
  }

  private wait(reading: Reading): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        reading,
        resume: (mayGoOn) => {
          clearTimeout(timer)
          this.waiting.delete(waiting)
          resolve(mayGoOn)
        },
      }
      const timer = setTimeout(() => {
        // A slow log is no reason to turn anybody away: it holds back as many as come.
        if (!this.congestion.isFull) waiting.resume(false)
        else timer.refresh()
      }, this.patience)
      this.waiting.add(waiting)
      this.awaitLog()
    })
  }

  private resume(): void {
    for (const waiting of this.waiting) {
      if (this.mayGoOn(waiting.reading) || !this.readings.has(waiting.reading)) waiting.resume(true)
    }
    if (this.waiting.size > 0) this.awaitLog()
  }

  /** A log that does not keep up tells when it does again; only then those can go on for whom there would be room. */
  private awaitLog(): void {
    if (this.isLogAwaited || !this.congestion.isFull) return
    this.isLogAwaited = true
    void this.congestion.whenRoom().then(() => {
      this.isLogAwaited = false
      this.resume()
    })
  }
}
