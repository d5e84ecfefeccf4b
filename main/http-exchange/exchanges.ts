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
  /** Whether profiles may be fetched from a host. What waits for it is fetched, or forgotten. */
  decide(host: string, isAllowed: boolean): Promise<void>
  /** Waits for no profile any more. */
  close(): void
}

export function createExchanges(intake: Intake, settings: LiveSettings): Exchanges {
  const pending = new PendingProfiles()
  const fetcher = new ProfileFetcher({
    limits: intake.limits,
    isAllowed: (host) => settings.profileHosts.includes(host),
  })
  return {
    recorder: new ExchangeRecorder({ intake, fetcher, pending }),
    get pendingHosts() {
      return pending.hosts
    },
    decide: async (host, isAllowed) => {
      const others = settings.profileHosts.filter((one) => one !== host)
      await settings.write({ profileHosts: isAllowed ? [...others, host] : others })
      if (isAllowed) await pending.release(host)
      else pending.drop(host)
    },
    close: () => fetcher.close(),
  }
}
