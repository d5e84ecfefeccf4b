/** Conventional exit codes: 1 for what failed, 2 for a command line that cannot be understood. */
export type ExitCode = 1 | 2

/** A failure the user can act on: printed as its message, without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exitCode: ExitCode
  constructor(message: string, exitCode: ExitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
