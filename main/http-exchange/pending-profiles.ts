import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import type { PendingHost } from '../../shared/watch.ts'
import { KeptFile } from '../kept-file.ts'
import { lazyShape } from '../lazy-shape.ts'

/** Profiles that may wait for the user at once; the oldest go first. They expire in their app anyway. */
const MOST = 1000

const waitingShape = Type.Object({
  /** Where it lies, with its port: `profiler.test:443`. */
  host: Type.String(),
  /** The instance that its request belongs to. */
  app: Type.String(),
  id: Type.String(),
  api: Type.String(),
  /** Of its request. */
  origin: Type.String(),
  verifiesTls: Type.Boolean(),
})

/** A profile on another host than that of its request. */
export type WaitingProfile = Static<typeof waitingShape>

/** Profiles that wait until the user says whether they may be fetched; between two starts in `pending-profiles.json`. */
export class PendingProfiles {
  private readonly file: KeptFile<readonly WaitingProfile[]>
  private waiting: readonly WaitingProfile[]

  constructor(dataDir: string) {
    this.file = new KeptFile(join(dataDir, 'pending-profiles.json'), lazyShape(Type.Array(waitingShape)), [])
    this.waiting = this.file.content
  }

  add(profile: WaitingProfile): void {
    this.waiting = [...this.waiting.slice(-MOST + 1), profile]
  }

  /** By the time of the first profile. */
  get hosts(): readonly PendingHost[] {
    const counts = new Map<string, number>()
    for (const { host } of this.waiting) counts.set(host, (counts.get(host) ?? 0) + 1)
    return [...counts].map(([host, profiles]) => ({ host, profiles }))
  }

  /** What waits for a host, and does so no longer. */
  take(host: string): readonly WaitingProfile[] {
    const taken = this.waiting.filter((one) => one.host === host)
    this.waiting = this.waiting.filter((one) => one.host !== host)
    return taken
  }

  close(): void {
    if (this.waiting !== this.file.content) this.file.write(this.waiting)
  }
}
