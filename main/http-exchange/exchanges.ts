import type { PendingHost } from '../../shared/watch.ts'
import type { Intake } from '../listeners/intake.ts'
import type { LiveSettings } from '../live-settings.ts'
import { ProfileFetcher } from './fetch-profile.ts'
import { PendingProfiles } from './pending-profiles.ts'
import { ExchangeRecorder } from './record.ts'

/** What proxies and the composer share: one recorder, so that no profile is fetched twice, and the user's decisions. */
export interface Exchanges {
  readonly recorder: ExchangeRecorder
  readonly pendingHosts: readonly PendingHost[]
  /**
   * Whether profiles may be fetched from a host. What waits for it is fetched, or forgotten. Resolves with why something
   * could not be fetched, in one sentence; null for none of that.
   */
  decide(host: string, isAllowed: boolean): Promise<string | null>
  /** Waits for no profile any more: no app may hold up the end of Tattler. */
  stopFetching(): void
  /** Keeps what waits for the user for the next start. */
  close(): void
}

export function createExchanges(dataDir: string, intake: Intake, settings: LiveSettings): Exchanges {
  const pending = new PendingProfiles(dataDir)
  const fetcher = new ProfileFetcher({
    limits: intake.limits,
    isAllowed: (host) => settings.profileHosts.includes(host),
  })
  const recorder = new ExchangeRecorder({ intake, fetcher, pending })
  return {
    recorder,
    get pendingHosts() {
      return pending.hosts
    },
    decide: async (host, isAllowed) => {
      const others = settings.profileHosts.filter((one) => one !== host)
      await settings.write({ profileHosts: isAllowed ? [...others, host] : others })
      const waiting = pending.take(host)
      if (!isAllowed) return null
      const problems = await Promise.all(waiting.map((profile) => recorder.fetchLate(profile)))
      return problems.find((problem) => problem !== null) ?? null
    },
    stopFetching: () => fetcher.close(),
    close: () => pending.close(),
  }
}
