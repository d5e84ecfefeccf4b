const TOKEN =
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y

/** What the grammar of JSON allows next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end'

/**
 * The index at which a text stops being JSON; its length if it only ends too early. The engine's parser does not always
 * say, so this is asked once a text is known to be broken.
 */
export function findJsonError(text: string): number {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  TOKEN.lastIndex = 0
  for (;;) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) return skipSpace(text, start)
    const [, mark, string] = match
    const at = TOKEN.lastIndex - (match[0].trimStart().length || 1)
    const next: Expected | null = step(mark, string !== undefined, expected, open)
    if (next === null) return at
    expected = next
  }
}

/** What is wrong at the index where a text stops being JSON. */
export function explainJsonError(text: string, index: number): string {
  if (index >= text.length) return 'not JSON: the text ends too early, something is not closed'
  const lines = text.slice(0, index).split('\n')
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(index) ?? 0))
  return `not JSON: unexpected ${found} at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}

/** Takes one token; null if it may not stand here. */
function step(mark: string | undefined, isString: boolean, expected: Expected, open: ('{' | '[')[]): Expected | null {
  const takesValue = expected === 'value' || expected === 'value or ]'
  const takesKey = expected === 'key' || expected === 'key or }'
  const afterValue = (): Expected => (open.length === 0 ? 'end' : 'comma')
  switch (mark) {
    case undefined:
      if (takesKey) return isString ? 'colon' : null
      return takesValue ? afterValue() : null
    case '{':
    case '[':
      if (!takesValue) return null
      open.push(mark)
      return mark === '{' ? 'key or }' : 'value or ]'
    case '}':
      if (open.at(-1) !== '{' || !(expected === 'comma' || expected === 'key or }')) return null
      open.pop()
      return afterValue()
    case ']':
      if (open.at(-1) !== '[' || !(expected === 'comma' || expected === 'value or ]')) return null
      open.pop()
      return afterValue()
    case ':':
      return expected === 'colon' ? 'value' : null
    default:
      if (expected !== 'comma') return null
      return open.at(-1) === '{' ? 'key' : 'value'
  }
}

function skipSpace(text: string, start: number): number {
  const rest = /[^ \t\n\r]/g
  rest.lastIndex = start
  return rest.exec(text)?.index ?? text.length
}
