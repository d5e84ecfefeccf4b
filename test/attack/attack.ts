import type { Target } from './target.ts'

/** How much of each attack is tried. */
export interface Size {
  /** Texts that are broken into 20 messages each, for each of five protocols. */
  readonly texts: number
  /** Groups of eight bodies for each door. */
  readonly groups: number
  /** Frames at each socket. */
  readonly frames: number
  /** Wrong tokens. */
  readonly guesses: number
  /** Connections: opened and closed, and held open, which are more than a port has. */
  readonly visits: number
  readonly held: number
  /** A door, or an address, is tried with one in so many of the names and values; the next one with others. */
  readonly every: number
}

/** 100,000 messages for the decoders, and nine thousand on the wire. */
export const FULL: Size = {
  texts: 1000,
  groups: 20,
  frames: 400,
  guesses: 1000,
  visits: 3000,
  held: 10_000,
  every: 1,
}
/** For each run of the tests; the full size has a command of its own. */
export const SHORT: Size = {
  texts: 20,
  groups: 1,
  frames: 20,
  guesses: 40,
  visits: 400,
  held: 2400,
  every: 4,
}

/** What of `all` is tried at the door, or address, number `turn`. */
export function pick<T>(all: readonly T[], { every }: Size, turn: number): T[] {
  return all.filter((_, index) => (index + turn) % every === 0)
}

/** What somebody tries who means no good. */
export interface Attack {
  readonly name: string
  /** Resolves with how often it was tried, and what came of it; rejects when it got through. */
  run(target: Target, size: Size): Promise<Withstood>
}

export interface Withstood {
  readonly tries: number
  /** What happened, in a few words. */
  readonly outcome: string
}

export interface AttackResult extends Withstood {
  readonly name: string
  /** Whether Tattler held. */
  readonly isHeld: boolean
}

export async function tryAttack(attack: Attack, target: Target, size: Size): Promise<AttackResult> {
  try {
    return { name: attack.name, ...(await attack.run(target, size)), isHeld: true }
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    return { name: attack.name, tries: 1, outcome: told, isHeld: false }
  }
}
