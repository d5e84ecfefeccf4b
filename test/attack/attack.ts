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
}

/** 100,000 messages for the decoders, and nine thousand on the wire. */
export const FULL: Size = { texts: 1000, groups: 20, frames: 400, guesses: 1000 }
/** For each run of the tests; the full size has a command of its own. */
export const SHORT: Size = { texts: 100, groups: 2, frames: 40, guesses: 100 }

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
