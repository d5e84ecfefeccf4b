import { type Importance, importanceOf, type Level } from './importance.ts'

/** The words in which one system tells how much an event matters, and what they mean here. */
export interface Vocabulary {
  readonly title: string
  /** Its words in lower case; synonyms that any system may use (`warn`, `fatal`, `trace`…) need no line. */
  readonly words: Readonly<Record<string, Level>>
  /** What every other word means, and none. */
  readonly otherwise: Level
}

/** The eight levels of PSR-3, which the web debug protocol and Codebolt's events use. */
const PSR3: Readonly<Record<string, Level>> = {
  debug: 'debug',
  info: 'info',
  notice: 'notice',
  warning: 'warning',
  error: 'error',
  critical: 'critical',
  alert: 'alert',
  emergency: 'emergency',
}

/** Every vocabulary there is; docs/levels.md shows the same as a table. */
export const VOCABULARIES = {
  'web-debug': { title: 'Web debug protocol, PSR-3', words: PSR3, otherwise: 'debug' },
  datacat: {
    title: 'DataCat: `level`, else `category`',
    words: { debug: 'debug', info: 'info', warning: 'warning', error: 'error', critical: 'critical' },
    otherwise: 'info',
  },
  python: {
    title: 'Python logging, by its handler for DataCat',
    words: { debug: 'debug', info: 'info', warning: 'warning', error: 'error', critical: 'critical' },
    otherwise: 'info',
  },
  roundware: {
    title: 'Roundware: `event_type`',
    words: { heartbeat: 'debug', location_update: 'debug', client_error: 'error' },
    otherwise: 'info',
  },
  codebolt: {
    title: 'Codebolt: `severity` or `level` of a payload, `type` of a debug event',
    words: PSR3,
    otherwise: 'info',
  },
} as const satisfies Readonly<Record<string, Vocabulary>>

export type VocabularyName = keyof typeof VOCABULARIES

/** The importance of a word in a system's own vocabulary, in any case; null for none. */
export function importanceIn(name: VocabularyName, word: string | null): Importance {
  const { words, otherwise }: Vocabulary = VOCABULARIES[name]
  const known = word === null ? undefined : knownImportance(words, word.trim().toLowerCase())
  return known ?? importanceOf(otherwise) ?? 1
}

function knownImportance(words: Vocabulary['words'], word: string): Importance | undefined {
  const level = Object.hasOwn(words, word) ? words[word] : undefined
  return importanceOf(level ?? word)
}
