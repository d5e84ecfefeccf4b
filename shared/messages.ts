import type { Alert } from './alerts.ts'
import type {
  AppProject,
  CodeProblem,
  EditorChoice,
  Editors,
  Excerpt,
  PathMapping,
  Project,
  RootSuggestion,
} from './code.ts'
import type { CollectorSettingsPatch, CollectorSettingsState } from './collector-settings.ts'
import type { ComposerState, Environment, KeptDraft, RequestDraft, SendResult, SentExchange } from './composer.ts'
import type { CodeLocation, DebugEvent, EventId, EventRow } from './event.ts'
import type { MailExport, MailExportFormat, MailFile, MailInlineImage, MailSource } from './mail.ts'
import type { Condition, EventQuery, OrderBy, QueryResult } from './query/query.ts'
import type { QueryMark, QuerySiblings } from './query-insight.ts'
import type { SelfTestStep } from './self-test.ts'
import type { Series, SeriesPart, SeriesPoint } from './series.ts'
import type { SessionInfo } from './session.ts'
import type { OutlineEvent, StreamKey, StreamListQuery, StreamPage } from './stream.ts'
import type { ExportedFile, ExportSelection, ImportProgress, ImportResult } from './transfer.ts'
import type { OpenedWatch, ProfileHosts, WatchedState } from './watch.ts'

/**
 * All that crosses between collector and viewer, over one WebSocket at `/viewer`.
 *
 * The viewer asks (`ViewerRequest`), the collector answers each with the same `seq` (`ViewerReply`), and pushes
 * `FeedMessage`s of its own accord.
 */
export type Requests = {
  /** Makes this the connection's view; later changes arrive as `view/changed` and `view/reset`. */
  'view/open': (spec: ViewSpec) => ViewState
  /** Rows `offset` to `offset + limit` of the current view, in its order. `limit` is at most 500. */
  'view/page': (page: { view: number; offset: number; limit: number }) => ViewPage
  /** The index of an event in the view, or of the first row behind where it would stand (by id); -1 in an empty view. */
  'view/locate': (at: { view: number; id: EventId }) => number
  /** The next row (`step` 1) or the one before (-1) that fulfils `where`, from the row of event `from` on, exclusive. */
  'view/find': (search: { view: number; from: EventId | null; step: 1 | -1; where: readonly Condition[] }) => {
    id: EventId
    index: number
  } | null
  'event/open': (id: EventId) => DebugEvent | null
  /** Pins an event, with a note of the user ('' for none): it survives clear and retention. Null unpins it, note and all. */
  'event/pin': (pin: { id: EventId; note: string | null }) => null
  /** Deletes an event for good, so that nothing of it is left on disk; false if there is none. */
  'event/forget': (id: EventId) => boolean
  /** For each of at most 500 events the index of the first of at most 50 rules that it fulfils; -1 for none. */
  'event/match': (match: { ids: readonly EventId[]; rules: readonly (readonly Condition[])[] }) => readonly number[]
  /** Query totals per target over a query's matches. */
  'log/totals': (query: EventQuery) => readonly TargetTotal[]
  /** Instances, newest activity first, each with its newest streams; `search` narrows the streams by id or first line. */
  'log/streams': (filter: { search: string; limit: number }) => readonly InstanceInfo[]
  'log/query': (query: EventQuery) => QueryResult
  /** The same, one at a time: a query still running for this viewer is ended, and rejects. */
  'console/run': (query: EventQuery) => QueryResult
  'console/cancel': () => null
  /** Streams with a match, a page at a time: the log as a list of requests. */
  'stream/list': (query: StreamListQuery) => StreamPage
  /** Events of one stream in the log's order, those with an id above `after`; `types` null means all. */
  'stream/events': (page: {
    instance: string
    stream: string
    types: readonly string[] | null
    after: EventId
    /** At most 5,000. */
    limit: number
    withPayload: boolean
  }) => {
    readonly events: readonly StreamEvent[]
    /** How many there are above `after`, these included. */
    readonly total: number
  }
  /** The same events with no more than their tree is made from. `limit` is at most 20,000. */
  'stream/outline': (page: { instance: string; stream: string; after: EventId; limit: number }) => {
    readonly events: readonly OutlineEvent[]
    readonly total: number
  }
  /** The series of measurements of a stream, in the order in which they began. */
  'series/list': (of: { instance: string; stream: string }) => readonly Series[]
  /** Points of a series by time; of more than `most` (at most 20,000) those that a chart shows. */
  'series/points': (of: SeriesPart) => readonly SeriesPoint[]
  /** Streams, at most 500, as sessions of their apps, in the same order; null for one that is none. */
  'session/read': (of: readonly StreamKey[]) => readonly (SessionInfo | null)[]
  /** The source of a mail that came by SMTP; null for one that has none, or is gone. */
  'mail/source': (id: EventId) => MailSource | null
  /** `index` counts in the `files` of its payload. */
  'mail/file': (file: { id: EventId; index: number }) => MailFile | null
  /** Images that the HTML refers to by `cid:`, at most 10 MB together. */
  'mail/inline': (id: EventId) => readonly MailInlineImage[]
  /** A mail without a source is written anew from its fields. */
  'mail/export': (mail: { id: EventId; format: MailExportFormat }) => MailExport
  /** Starts or stops taking mails by SMTP, and remembers it. */
  'smtp/switch': (isEnabled: boolean) => null
  'code/project': (of: { instance: string }) => Project
  /** The apps in the log, and those whose folder was named, by name. */
  'code/projects': () => readonly AppProject[]
  /** Folders of this machine in which files exist that the instance has reported, best first. */
  'code/suggest-roots': (of: { instance: string }) => readonly RootSuggestion[]
  /** Names the folder of an instance's code; null forgets it. */
  'code/set-root': (project: { instance: string; root: string | null; mappings: readonly PathMapping[] }) => Project
  /** Lines of a file around `line`. */
  'code/excerpt': (at: {
    instance: string
    file: string
    line: number
    before: number
    after: number
  }) => Excerpt | CodeProblem
  'code/editors': () => Editors
  'code/set-editor': (choice: EditorChoice) => Editors
  /** Opens a file in the chosen editor. */
  'code/open': (at: { instance: string; location: CodeLocation }) => null
  /** Writes an export; `export` is a number that the viewer chose, to read it with and to close it. */
  'export/begin': (begin: { export: number; selection: ExportSelection }) => ExportedFile
  /** Up to `TRANSFER_CHUNK` bytes from `offset` on. */
  'export/read': (read: { export: number; offset: number }) => { base64: string }
  /** Deletes the export, or ends the writing of it. */
  'export/close': (close: { export: number }) => null
  /** Takes a file for an import, piece by piece; `import` is a number that the viewer chose. */
  'import/begin': (begin: { import: number }) => null
  'import/write': (write: { import: number; base64: string }) => null
  /** Stores what the file holds; resolves at its end, or once it was closed. */
  'import/run': (run: { import: number }) => ImportResult
  'import/progress': (progress: { import: number }) => ImportProgress
  /** Ends the import; what was stored stays. */
  'import/close': (close: { import: number }) => null
  /**
   * Watches an app through a reverse proxy: `target` is any address of it, port 0 takes a free one, an empty `app` is its
   * host. Rejects with what is wrong. An app that is watched already stays as it is.
   */
  'proxy/open': (proxy: { target: string; port: number; app: string; isRemembered: boolean }) => OpenedWatch
  /** `target` is the origin that `proxy/list` tells. */
  'proxy/close': (proxy: { target: string }) => null
  'proxy/list': () => readonly WatchedState[]
  /** Hosts of profiles other than those of their requests. */
  'profile/pending': () => ProfileHosts
  /**
   * Fetches from a host what waits for it, and all to come; or forgets it, until it is asked about again. `problem` is why
   * something that waited could not be fetched.
   */
  'profile/decide': (decision: { host: string; isAllowed: boolean }) => { problem: string | null }
  'settings/read': () => CollectorSettingsState
  /** Writes a part of the settings; rejects with what is wrong with it, and then changes nothing. */
  'settings/write': (patch: CollectorSettingsPatch) => CollectorSettingsState
  /** What is noticeable about these queries among those of their streams; at most 500. Other events are left out. */
  'query/marks': (ids: readonly EventId[]) => readonly QueryMark[]
  /** A query among those of its shape in its stream; null when it is gone, or no query. */
  'query/siblings': (id: EventId) => QuerySiblings | null
  'composer/read': () => ComposerState
  /** What stood in the form when it was last kept, by whatever viewer; null for nothing. */
  'composer/read-draft': () => KeptDraft | null
  'composer/keep-draft': (kept: KeptDraft) => null
  /** The request of an entry of the history. */
  'composer/open': (of: { id: string }) => RequestDraft
  /** Sends a request with the variables of the chosen environment; `run` is a number that the viewer chose, to cancel it with. */
  'composer/send': (send: { run: number; draft: RequestDraft }) => SendResult
  'composer/cancel': (of: { run: number }) => null
  /** Of the viewer's last sending, in the order they were made, once they are filed with their profiles. */
  'composer/exchanges': (of: { run: number }) => readonly SentExchange[]
  /** Up to `COMPOSER_CHUNK` bytes, from `offset` on, of the body of the last response that this viewer was sent. */
  'composer/body': (piece: { offset: number }) => { base64: string }
  /** Adds up to `COMPOSER_CHUNK` bytes to a file for a body; null begins one. */
  'composer/upload': (piece: { upload: string | null; base64: string }) => { upload: string }
  /** Names an entry of the history ('' for none), or pins it. */
  'composer/change': (change: { id: string; name?: string; isPinned?: boolean }) => ComposerState
  /** Deletes entries of the history; null deletes all that have neither name nor pin. */
  'composer/remove': (of: { ids: readonly string[] | null }) => ComposerState
  'composer/set-environments': (chosen: {
    environments: readonly Environment[]
    environment: string | null
  }) => ComposerState
  'log/clear': () => ClearedLog
  'log/undo-clear': () => null
  /** Sends a sample request with nested events through the real listener. */
  'collector/test-event': () => null
  /** Tries the whole way that events take, with two events; each step tells how it went. */
  'collector/self-test': () => readonly SelfTestStep[]
}

export type RequestName = keyof Requests
export type RequestArg<M extends RequestName> = Parameters<Requests[M]>[0]
export type RequestResult<M extends RequestName> = ReturnType<Requests[M]>

export interface ViewerRequest<M extends RequestName = RequestName> {
  readonly seq: number
  readonly method: M
  readonly arg: RequestArg<M>
}

export type ViewerReply =
  | { readonly seq: number; readonly result: unknown }
  | { readonly seq: number; readonly error: { readonly code: string; readonly message: string } }

/** Which events a viewer wants to see, and in which order. */
export interface ViewSpec {
  /** Chosen by the viewer, growing; replies and feed messages repeat it, so late ones are told apart. */
  readonly view: number
  readonly from: EventQuery['from']
  /** Search text, importance, tags and targets, as conditions. */
  readonly where: readonly Condition[]
  /** Types switched off. Apart from `where`, because the counts on the type switches ignore them. */
  readonly hiddenTypes: readonly string[]
  /** Null is the log's own order, in which nested events stand as a tree below their parents. */
  readonly orderBy: OrderBy | null
  /** Which parts of the tree are closed; only in the log's own order. */
  readonly tree: TreeState
  /**
   * Answer as soon as the last rows are found (in another order: the first), while the others are still looked for. They
   * come as `view/completed`.
   */
  readonly isEager?: boolean
}

/** `open` true: everything open but `toggled`; false: everything closed but `toggled`. */
export interface TreeState {
  readonly open: boolean
  readonly toggled: readonly EventId[]
}

export interface ViewCounts {
  /** Rows in the view: matches, less those in closed parts of the tree. */
  readonly rows: number
  /** Events that match, including those in closed parts of the tree. */
  readonly matching: number
  /** Events in `from`, filtered or not. */
  readonly all: number
  /** False while `rows` and `matching` count only what was found so far; `view/completed` brings the rest. */
  readonly isComplete: boolean
}

export interface Facets {
  /** By type, under the view's filter without its hidden types. */
  readonly types: Readonly<Record<string, number>>
  /** Queries by target, under the whole filter. */
  readonly targets: readonly TargetTotal[]
  /** Tags of all events in `from`, sorted by tag. */
  readonly tags: readonly { readonly tag: string; readonly count: number }[]
}

/** An event as a view of its whole stream needs it. */
export interface StreamEvent extends EventRow {
  readonly definedIn: CodeLocation | null
  /** JSON text; null where it was not asked for, has more than 64 KiB, or comes after 8 MiB of others. */
  readonly payload: string | null
}

/** Queries that went to one target. */
export interface TargetCount {
  readonly target: string
  readonly count: number
  /** Sum of the known durations, ms. */
  readonly duration: number
}

export interface TargetTotal extends TargetCount {
  /** Longest known duration, ms, and the query that took it. */
  readonly slowest: { readonly id: EventId; readonly duration: number } | null
  /** The part of them that changes data. */
  readonly writes: { readonly count: number; readonly duration: number }
}

export interface ViewPage {
  readonly view: number
  readonly offset: number
  readonly rows: readonly EventRow[]
}

/** A view as it is opened: its counts and the rows that are seen first. Its facets take longer and follow as `facets/changed`. */
export interface ViewState extends ViewCounts {
  readonly view: number
  /** The last rows of the view; of one in another order than the log's, its first ones. */
  readonly tail: ViewPage
}

export type FeedMessage =
  /**
   * Events were added. In the log's order, `tail` holds the new rows (the newest of them, if many) and all earlier rows
   * keep their index; in another order, `tail` is null and rows must be fetched again.
   */
  | ({ readonly type: 'view/changed'; readonly view: number; readonly tail: ViewPage | null } & ViewCounts)
  /** Rows went away (clear, undo, retention): indexes changed, everything must be fetched again. */
  | ({ readonly type: 'view/reset' } & ViewState)
  /** An event was deleted for good: nothing may show it any longer. */
  | { readonly type: 'event/forgotten'; readonly id: EventId }
  /** All rows of a view that was opened eagerly are found: their indexes changed, the events did not. */
  | ({ readonly type: 'view/completed' } & ViewState)
  /** They could not be found. */
  | { readonly type: 'view/failed'; readonly reason: string }
  | { readonly type: 'facets/changed'; readonly view: number; readonly facets: Facets }
  | { readonly type: 'status/changed'; readonly status: CollectorStatus }
  /** Something the user asked to be told of. */
  | { readonly type: 'alert'; readonly alert: Alert }

export interface ClearedLog {
  readonly count: number
  /** ms since the epoch: until then, or the next start, it can be undone. */
  readonly undoUntil: number
}

export interface InstanceInfo {
  readonly id: string
  readonly name: string
  readonly events: number
  readonly streams: readonly StreamInfo[]
}

export interface StreamInfo {
  readonly id: string
  /** Summary of its first event. */
  readonly title: string
  readonly events: number
  /** Of its first event, ms since the epoch. */
  readonly time: number
  /** Highest importance in it. */
  readonly importance: number
}

export interface CollectorStatus {
  readonly version: string
  /** Whether others than this machine can reach it: then sending needs a token, too. */
  readonly isBeyondLoopback: boolean
  /** Addresses that listen, like `127.0.0.1:7357`. */
  readonly addresses: readonly string[]
  /** Events kept, and bytes on disk. */
  readonly events: number
  readonly bytes: number
  readonly dropped: Dropped
  /** Events per second over the last seconds. */
  readonly rate: number
  /** Open connections of senders. */
  readonly senders: number
  /** Until when the last clear can be undone, ms since the epoch; null when there is nothing to undo. */
  readonly undoUntil: number | null
  readonly notices: readonly Notice[]
  readonly smtp: SmtpStatus
}

/** What the limits of the log have taken of it, the oldest first, since it was begun or cleared. */
export interface Dropped {
  readonly events: number
  /** Measurements of metrics. */
  readonly points: number
}

export interface SmtpStatus {
  /** Where mails are taken, like `127.0.0.1:1025`; null while it does not listen: switched off, or the port is taken. */
  readonly address: string | null
  readonly isEnabled: boolean
}

/** Something the user should know of: a rejected connection, a message over a limit, a file set aside. */
export interface Notice {
  readonly id: number
  /** ms since the epoch. */
  readonly time: number
  readonly severity: 'info' | 'warning' | 'error'
  /** Stable, like `origin-rejected`, `message-too-large`, `database-set-aside`. */
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** Id of the setting that would have prevented it, like `allowedOrigins` or `limits.messageBytes`. */
  readonly setting?: string
  /** How often it happened; repeats of one code and message are counted, not listed. */
  readonly count: number
}
