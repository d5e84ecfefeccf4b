// What DuckDB's errors mean. Apart from all that uses DuckDB, which takes its time to load where only this is asked.
// Where an error has consequences for the file, what it begins with counts: it may quote an event further on.

/** The data folder cannot be used; `code` is `database-locked` or `data-folder`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether the disk is at fault, and not what was to be written. */
export function isDiskError(reason: string): boolean {
  return (
    /no space left|(could not|cannot) (write|sync|truncate|open) file|disk quota|input\/output error/i.test(reason) ||
    isFatal(reason)
  )
}

/** Whether something in the file cannot be what was written there. */
export function isDamage(reason: string): boolean {
  return (
    /^(IO|FATAL|Internal) Error: .*(corrupt database|does not match stored checksum|could not read enough bytes)/is.test(
      reason,
    ) || /^(FATAL Error: .*)?Serialization Error/is.test(reason)
  )
}

/** Whether a checkpoint could not be made because of readers that began before the last change, which end by themselves. */
export function isBusy(reason: string): boolean {
  return /^TransactionContext Error: Cannot CHECKPOINT/.test(reason)
}

/** Whether a file that may be quite in order cannot be opened now. */
export function isOfMachine(reason: string): boolean {
  return /permission denied|read-only|cannot open file|no space left|disk quota|out of memory|too many open/i.test(
    reason,
  )
}

/** After such an error DuckDB does nothing more until the file is opened anew. */
export function isFatal(reason: string): boolean {
  return /^FATAL Error|^[^'"]*database has been invalidated/.test(reason)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
