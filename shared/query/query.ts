/**
 * The query language of the log, as a value. Its published part is the event log DSL of Codebolt (`from`, `where`,
 * `select`, `orderBy`, `limit`, `offset`, `reduce`), with that meaning. Tattler adds, marked "extension": `*` for all
 * instances, grouped conditions, three operators, several sort keys, and groups by buckets.
 */
export interface EventQuery {
  /** `instance` is an id, or a name if no instance has that id; `*` means every instance (extension). */
  readonly from: { readonly instance: string; readonly stream?: string }
  /** All of them must hold. */
  readonly where?: readonly Condition[]
  /** Fields to return, dotted paths kept nested; everything when absent. Ignored with `reduce`. */
  readonly select?: readonly string[]
  /** Insertion order (by id, ascending) when absent; ties keep insertion order; a missing value sorts last. */
  readonly orderBy?: OrderBy | readonly OrderBy[]
  readonly limit?: number
  readonly offset?: number
  /** Computed over every match: `orderBy`, `limit` and `offset` do not apply. */
  readonly reduce?: Reduce
}

/** A condition is true or false, never unknown: a missing field fulfils `neq` and nothing else. */
export type Condition = Comparison | Group

export interface Comparison {
  /** A field name or a dotted path; see `fields.ts`. */
  readonly field: string
  readonly operator: Operator
  readonly value?: unknown
}

/** Extension: conditions combined. */
export type Group =
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly not: Condition }

/** Published operators. `contains` is a case-sensitive substring, or membership in a list field. */
export const PUBLISHED_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains', 'in', 'between'] as const

/**
 * Extensions: `icontains` is a substring in any case; `matches` a regular expression (`{pattern, flags?}` or the pattern
 * itself; flag `i`), in RE2 syntax; `exists` takes true (default) or false.
 */
export const EXTENDED_OPERATORS = ['icontains', 'matches', 'exists'] as const

export const OPERATORS = [...PUBLISHED_OPERATORS, ...EXTENDED_OPERATORS] as const
export type Operator = (typeof OPERATORS)[number]

export interface OrderBy {
  readonly field: string
  readonly direction?: 'asc' | 'desc'
}

export const REDUCE_TYPES = ['count', 'sum', 'avg', 'min', 'max', 'collect'] as const

export interface Reduce {
  readonly type: (typeof REDUCE_TYPES)[number]
  /** Required by all but `count`; `count` with a field counts the events that have it. */
  readonly field?: string
  /** One result row per distinct combination, in first-seen order; in the order of the buckets if the first key has them. */
  readonly groupBy?: readonly GroupKey[]
}

export type GroupKey = string | Bucket

/**
 * Extension: values that lie close together are one group. In an answer it stands under the name of its field, as the
 * value at which the bucket begins; null is for events without a number or time.
 */
export interface Bucket {
  readonly field: string
  /** The width: of times like `10s`, `1m`, `1h`, `1d`, in UTC; of numbers a number. */
  readonly bucket: string | number
}

/** What a query answers: `events` without `reduce`, `aggregation` with it. */
export interface QueryResult {
  readonly events?: readonly Record<string, unknown>[]
  readonly aggregation?: unknown
  /** Matches before `limit` and `offset`. */
  readonly total: number
  readonly limit?: number
  readonly offset?: number
}

/** A query that cannot be understood; `path` names the offending part, like `where[2].operator`. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly path: string
  constructor(path: string, message: string) {
    super(`${path}: ${message}`)
    this.path = path
  }
}

/** A member of a query that nobody reads; its name is to blame, and not its value. */
export class UnknownKeyError extends QueryError {}
