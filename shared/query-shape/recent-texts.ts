import type { QueryFacts } from '../event.ts'
import { Generations } from './generations.ts'
import { Mix } from './mix.ts'
import type { QueryText } from './query-facts.ts'

/** What the text of a query tells, whatever the parameters beside it are. */
export interface TextFacts extends Omit<QueryFacts, 'hash'> {
  readonly hasPlaceholders: boolean
}

interface RecentText {
  readonly target: string
  readonly syntax: string | undefined
  readonly facts: TextFacts
  /** The hash of target and text, not finished yet. */
  readonly hash: Mix
}

/** Longer texts are not kept. */
const LONGEST = 2000
/** Texts in each of the two generations. */
const MOST = 1000

/**
 * The facts of prepared statements that were seen lately: apps send the same text again and again, and finding it here
 * costs a tenth of reading it. Texts with their values inside seldom come twice, and are not worth the room.
 */
export class RecentTexts {
  private readonly texts = new Generations<string, RecentText>(MOST)

  /** Resumes the hash of target and text in `mix`; null where the text is not known. */
  find({ target, query, syntax }: QueryText, mix: Mix): TextFacts | null {
    if (query.length > LONGEST) return null
    const known = this.texts.get(query)
    if (known?.target !== target || known.syntax !== syntax) return null
    mix.resume(known.hash)
    return known.facts
  }

  keep({ target, query, syntax }: QueryText, facts: TextFacts, mix: Mix): void {
    if (query.length > LONGEST) return
    const hash = new Mix()
    hash.resume(mix)
    this.texts.set(query, { target, syntax, facts, hash })
  }
}
