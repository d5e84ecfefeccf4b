import type { CssSource } from '../css-source.ts'
import type { SourceTag } from '../html-source.ts'

/** `problem`: recipients will notice. `warning`: some may. `note`: good to know, and not counted. */
export type Severity = 'problem' | 'warning' | 'note'

/** Where in the mail something was found. */
export interface Place {
  /** One-based line of the HTML; null for what has no place in it. */
  readonly line: number | null
  /** A few words of what stands there. */
  readonly text: string
}

export interface Finding {
  /** Stable, like `image-alt`. */
  readonly id: string
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly fix: string
  readonly places: readonly Place[]
}

/** A mail as the checks read it. */
export interface CheckedMail {
  readonly subject: string
  /** Empty where there is none. */
  readonly html: string
  /** Null where it is unknown: an app that reports a mail by an event tells its HTML only. */
  readonly text: string | null
  readonly tags: readonly SourceTag[]
  readonly styles: readonly CssSource[]
  /** What a client shows behind the subject in its list. */
  readonly previewText: string
  /** One-based line of an offset in the HTML. */
  lineOf(offset: number): number
}

/** One question to a mail. Pure, and offline: nothing in a mail is ever fetched to check it. */
export type Check = (mail: CheckedMail) => readonly Finding[]

/** `1 image`, `2 images`. */
export function countOf(number: number, name: string): string {
  return `${number.toLocaleString('en')} ${name}${number === 1 ? '' : 's'}`
}
