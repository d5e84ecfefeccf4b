/** Something about code that the user must change first; the message says what. */
export class CodeError extends Error {
  override readonly name = 'CodeError'
  readonly code: 'root' | 'editor' | 'location'
  constructor(code: CodeError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
