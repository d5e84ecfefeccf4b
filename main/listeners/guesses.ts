import type { IncomingMessage } from 'node:http'
import { isLoopback } from './connections.ts'

/** Wrong tokens that one other machine may offer within `PERIOD`; with more, it is refused for as long. */
const MOST_WRONG = 20
const PERIOD = 60_000
/** Machines that are remembered; beyond them the first is forgotten. */
const MOST_PEERS = 10_000

interface Guesser {
  /** Until then wrong tokens are added up, or all is refused. ms. */
  readonly until: number
  readonly wrong: number
}

/** Counts the wrong tokens of other machines. This one's own programs share an address, and are not counted. */
export class Guesses {
  private readonly now: () => number
  private readonly peers = new Map<string, Guesser>()

  /** `now`: a clock, ms. */
  constructor(now: () => number = Date.now) {
    this.now = now
  }

  isRefused(peer: string | undefined): boolean {
    return this.wrongOf(peer) >= MOST_WRONG
  }

  addWrong(peer: string | undefined): void {
    if (peer === undefined || isLoopback(peer)) return
    const wrong = this.wrongOf(peer) + 1
    const isNew = wrong === 1 || wrong === MOST_WRONG
    const until = isNew ? this.now() + PERIOD : (this.peers.get(peer)?.until ?? 0)
    if (this.peers.size >= MOST_PEERS && !this.peers.has(peer)) {
      const [first] = this.peers.keys()
      if (first !== undefined) this.peers.delete(first)
    }
    this.peers.set(peer, { until, wrong })
  }

  private wrongOf(peer: string | undefined): number {
    const guesser = peer === undefined ? undefined : this.peers.get(peer)
    return guesser && this.now() < guesser.until ? guesser.wrong : 0
  }
}

/** Whether a request brings something that may be a token. */
export function offersToken({ headers }: IncomingMessage, { searchParams }: URL): boolean {
  return headers.authorization !== undefined || searchParams.has('token')
}
