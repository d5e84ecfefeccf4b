import type { Condition, EventQuery } from './query/query.ts'

/** `ndjson`, `csv` and `parquet` hold events with all their fields and can be imported; nesting is in `parent`. */
export const TABLE_FORMATS = ['ndjson', 'csv', 'parquet'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** What is exported. With `hidesSecrets`, values with the names of secrets are left out of payload and metadata. */
export type ExportSelection =
  | {
      readonly format: TableFormat
      readonly from: EventQuery['from']
      readonly where: readonly Condition[]
      readonly hiddenTypes: readonly string[]
      readonly hidesSecrets?: boolean
    }
  /** One stream as a document of the web debug protocol, version 1. */
  | {
      readonly format: 'web-debug'
      readonly instance: string
      readonly stream: string
      readonly hidesSecrets?: boolean
    }

/** A written export, to be read piece by piece. */
export interface ExportedFile {
  /** Made from the date and the format alone, never from what an event says. */
  readonly name: string
  readonly bytes: number
  readonly events: number
}

export interface ImportProgress {
  /** Bytes read of the file, or of what it unpacks to, and how many there are. Zero of zero while that is found out. */
  readonly done: number
  readonly total: number
  /** Stored so far. */
  readonly events: number
}

export interface ImportResult {
  /** What the file was taken for. */
  readonly kind: 'events' | 'messages' | 'mail'
  /** Stored, and what could not be read; `problem` is the first of that. */
  readonly events: number
  readonly invalid: number
  readonly problem: string | null
  /** True when it was stopped before its end. */
  readonly isCancelled: boolean
}

/** Bytes of a file that travel in one message of an export or import. */
export const TRANSFER_CHUNK = 1024 * 1024
