import type { StreamKey } from './stream.ts'

/** A name and a value; one that is switched off is kept and not sent. */
export interface DraftField {
  readonly key: string
  readonly value: string
  readonly isOn: boolean
}

/** A file for a body. `upload` names the copy that the collector holds; null for one that is still to be chosen. */
export interface DraftFile {
  readonly upload: string | null
  readonly name: string
  readonly bytes: number
  /** Media type; empty where nobody knows. */
  readonly type: string
}

export interface FormField extends DraftField {
  /** Sent in place of the value; in a multipart form only. */
  readonly file: DraftFile | null
}

export type DraftBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string }
  | {
      readonly kind: 'form'
      readonly encoding: 'urlencoded' | 'multipart'
      readonly fields: readonly FormField[]
    }
  | { readonly kind: 'text'; readonly text: string; readonly contentType: string }
  | { readonly kind: 'file'; readonly file: DraftFile | null; readonly contentType: string }

export type BodyKind = DraftBody['kind']

/** A request as the user wrote it: `{{name}}` anywhere in it stands for a variable of the environment. */
export interface RequestDraft {
  readonly method: string
  /** The whole address, query included. */
  readonly url: string
  /** The query as rows: those that are on stand in `url` as well. */
  readonly query: readonly DraftField[]
  readonly headers: readonly DraftField[]
  readonly body: DraftBody
  /** ms for the whole of it, redirects included. */
  readonly timeout: number
  readonly followsRedirects: boolean
  readonly checksCertificate: boolean
}

export const EMPTY_DRAFT: RequestDraft = {
  method: 'GET',
  url: '',
  query: [],
  headers: [],
  body: { kind: 'none' },
  timeout: 30_000,
  followsRedirects: true,
  checksCertificate: true,
}

/** What stands in the form, to be found there again after a reload and after a restart. */
export interface KeptDraft {
  readonly draft: RequestDraft
  /** Entry of the history that it was opened from or sent as; null for none. */
  readonly entry: string | null
  /** Whether it was changed since it was opened or sent, and so would be lost. */
  readonly isChanged: boolean
}

/** Variables that a request may use. */
export interface Environment {
  /** Tells it from the others. */
  readonly name: string
  readonly variables: readonly EnvironmentVariable[]
}

export interface EnvironmentVariable {
  readonly name: string
  readonly value: string
}

/** How the last sending of a request went. */
export type Outcome =
  | { readonly kind: 'answered'; readonly status: number; readonly duration: number; readonly bytes: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'cancelled' }

/** A request that was sent. One that is sent again unchanged keeps its entry. */
export interface HistoryEntry {
  readonly id: string
  /** What the user calls it; empty for nothing. */
  readonly name: string
  /** Pinned and named ones stay however many come after them. */
  readonly isPinned: boolean
  readonly method: string
  /** As written, variables and all. */
  readonly url: string
  /** When it was last sent, ms since the epoch. */
  readonly time: number
  readonly outcome: Outcome
}

/** What the collector keeps of the composer, on this machine and in no export. */
export interface ComposerState {
  /** Newest first. */
  readonly history: readonly HistoryEntry[]
  readonly environments: readonly Environment[]
  /** Name of the chosen one; null for none. */
  readonly environment: string | null
}

/** Why a request could not be sent, or got no answer. */
export interface SendFailure {
  /** Stable: a code of the system like `ECONNREFUSED`, or one of the composer's own like `url` or `timeout`. */
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly hint: string
}

/** One exchange of a sending: a redirect, or the last one. */
export interface SentExchange {
  readonly method: string
  readonly url: string
  /** Null where no answer came. */
  readonly status: number | null
  /** Where it stands in the log; null when it could not be stored. */
  readonly stream: StreamKey | null
  /** Why its profile could not be had; null for none, or one that was filed. */
  readonly profileProblem: string | null
  /** Host of the profile, other than that of the request, that the user has to allow first; null for none. */
  readonly profileHost: string | null
}

export interface ComposerResponse {
  readonly status: number
  /** As the server wrote it. */
  readonly reason: string
  readonly httpVersion: string
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  /** ms from the beginning of the last exchange until its first byte, and until its end. */
  readonly firstByte: number
  readonly duration: number
  /** Of the body as it came over the wire, and as it is without its compression. */
  readonly wireBytes: number
  readonly bytes: number
  /** Whether the server would have sent more than is taken. */
  readonly isCut: boolean
}

export interface SendResult {
  /** Of the history; null where the request was not valid. */
  readonly entry: HistoryEntry | null
  readonly response: ComposerResponse | null
  /** Set where there is no response, or it broke off; null after a cancel as well. */
  readonly failure: SendFailure | null
  readonly isCancelled: boolean
}

/** Bytes of a response's body, decompressed, that are taken; what comes behind them is not waited for. */
export const LARGEST_RESPONSE = 100_000_000
/** Bytes of JSON of a whole draft, so that it fits into one message; a larger body is a file. */
export const LARGEST_DRAFT = 3_000_000
/** Bytes of a file for a body. */
export const LARGEST_UPLOAD = 256_000_000
/** Bytes of a file or of a response's body that travel in one message. */
export const COMPOSER_CHUNK = 1024 * 1024
/** ms. */
export const LONGEST_TIMEOUT = 3_600_000
