import type { QueryFacts } from '../event.ts'
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
 *
 * Of two generations, the older is dropped when the younger is full: that costs less than to keep an order.
 */
export class RecentTexts {
  private younger = new Map<string, RecentText>()
  private older = new Map<string, RecentText>()

  /** Resumes the hash of target and text in `mix`; null where the text is not known. */
  find({ target, query, syntax }: QueryText, mix: Mix): TextFacts | null {
    if (query.length > LONGEST) return null
    const younger = this.younger.get(query)
    const known = younger ?? this.older.get(query)
    if (known?.target !== target || known.syntax !== syntax) return null
    if (!younger) this.add(query, known)
    mix.resume(known.hash)
    return known.facts
  }

  keep({ target, query, syntax }: QueryText, facts: TextFacts, mix: Mix): void {
    if (query.length > LONGEST) return
    const hash = new Mix()
    hash.resume(mix)
    this.add(query, { target, syntax, facts, hash })
  }

  private add(query: string, known: RecentText): void {
    if (this.younger.size >= MOST) {
      this.older = this.younger
      this.younger = new Map()
    }
    this.younger.set(query, known)
  }
}
