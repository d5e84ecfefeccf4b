import type { PendingHost } from '../../shared/watch.ts'

/** Profiles that may wait for the user at once; the oldest go first. They expire in their app anyway. */
const MOST = 1000

interface Waiting {
  readonly host: string
  fetch(): Promise<void>
}

/** Profiles on other hosts than that of their request, until the user says whether they may be fetched from there. */
export class PendingProfiles {
  private waiting: Waiting[] = []

  add(waiting: Waiting): void {
    this.waiting = [...this.waiting.slice(-MOST + 1), waiting]
  }

  /** By the time of the first profile. */
  get hosts(): readonly PendingHost[] {
    const counts = new Map<string, number>()
    for (const { host } of this.waiting) counts.set(host, (counts.get(host) ?? 0) + 1)
    return [...counts].map(([host, profiles]) => ({ host, profiles }))
  }

  /** Fetches what waits for a host, which is allowed now. */
  async release(host: string): Promise<void> {
    await Promise.all(this.take(host).map((waiting) => waiting.fetch()))
  }

  /** Forgets what waits for a host. */
  drop(host: string): void {
    this.take(host)
  }

  private take(host: string): readonly Waiting[] {
    const taken = this.waiting.filter((one) => one.host === host)
    this.waiting = this.waiting.filter((one) => one.host !== host)
    return taken
  }
}
