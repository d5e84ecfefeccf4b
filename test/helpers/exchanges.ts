/** A request of a fixture, and the reply it must get; both may hold placeholders. */
export interface Exchange {
  /** What stands behind `###`. */
  readonly name: string
  readonly request: Message
  readonly reply: Message
}

/** Text of one HTTP message, taken apart. */
export interface Message {
  /** `POST /api/sessions HTTP/1.1`, or `HTTP/1.1 200 OK`. */
  readonly startLine: string
  /** As written, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/**
 * Takes a file of exchanges apart:
 *
 * ```
 * ### creates a session
 * POST /api/sessions HTTP/1.1
 * Content-Type: application/json
 *
 * {"product":"App","version":"1.0"}
 * >>>
 * HTTP/1.1 200 OK
 * Content-Type: application/json
 *
 * {"session_id":"{{session:uuid}}"}
 * ```
 *
 * A body ends before the line break of its last line, so one that ends with a line break is followed by an empty line.
 * Lines before the first `###` are a comment. Throws an `Error` that names the exchange that is not written like this.
 */
export function parseExchanges(text: string): Exchange[] {
  const parts = text.split(/^### */m).slice(1)
  return parts.map((part) => {
    const [name = '', ...lines] = part.replace(/\n$/, '').split('\n')
    const arrow = lines.indexOf('>>>')
    if (arrow < 0) throw new Error(`"${name}" has no line ">>>" between request and reply`)
    return { name, request: parseMessage(lines.slice(0, arrow)), reply: parseMessage(lines.slice(arrow + 1)) }
  })
}

function parseMessage(lines: readonly string[]): Message {
  const blank = lines.indexOf('')
  const [startLine = '', ...headers] = blank < 0 ? lines : lines.slice(0, blank)
  return {
    startLine,
    headers: headers.map((line) => {
      const colon = line.indexOf(':')
      if (colon < 1) throw new Error(`"${line}" below "${startLine}" is no header`)
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
    body: blank < 0 ? '' : lines.slice(blank + 1).join('\n'),
  }
}
