/** What became of a fault that was made on purpose. */
export interface Outcome {
  readonly name: string
  /** How often it was made. */
  readonly tries: number
  /** In one line. */
  readonly outcome: string
  readonly isRight: boolean
}

/** How much is tried. */
export interface Size {
  readonly kills: number
  readonly copies: number
  readonly crashes: number
  readonly folders: number
  readonly damages: number
  /** Events that are sent, and how many of them are kept. */
  readonly soak: { readonly events: number; readonly kept: number }
}

/** `npm run test:faults`. */
export const USUAL: Size = {
  kills: 50,
  copies: 20,
  crashes: 20,
  folders: 6,
  damages: 8,
  soak: { events: 300_000, kept: 50_000 },
}
/** With `--long`. */
export const LONG: Size = {
  kills: 200,
  copies: 100,
  crashes: 100,
  folders: 30,
  damages: 32,
  soak: { events: 5_000_000, kept: 500_000 },
}
/** Among the tests. */
export const SHORT: Size = {
  kills: 2,
  copies: 2,
  crashes: 2,
  folders: 3,
  damages: 2,
  soak: { events: 60_000, kept: 10_000 },
}

/** Of a fault that is right where `wrong` is empty. */
export function outcomeOf(name: string, tries: number, right: string, wrong: readonly string[]): Outcome {
  const [first, ...others] = wrong
  if (first === undefined) return { name, tries, outcome: right, isRight: true }
  return { name, tries, outcome: others.length > 0 ? `${first} (and ${others.length} more)` : first, isRight: false }
}
