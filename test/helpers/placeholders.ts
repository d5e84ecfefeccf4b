/** What a placeholder stands for. */
const KINDS: Readonly<Record<string, string>> = {
  uuid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  int: '-?\\d+',
  /** RFC 3339 with a zone, to the nanosecond at most. */
  time: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)',
  /** As Django writes it: no zone, microseconds. */
  'local-time': '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}',
  hex40: '[0-9a-f]{40}',
  /** Inside of a JSON string on one line. */
  text: '(?:[^"\\\\\\n]|\\\\.)*',
}

const PLACEHOLDER = /\{\{([\w-]*)(?::([\w-]+))?\}\}/g

/** What placeholders have stood for so far, by name. */
export type Values = Map<string, string>

/** Puts values where `{{name}}` stands. Throws an `Error` for a name that has none. */
export function fillIn(text: string, values: Values): string {
  return text.replaceAll(PLACEHOLDER, (placeholder, name: string) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`nothing before it has given ${placeholder} a value`)
    return value
  })
}

/**
 * What `actual` must equal: itself where it says what `pattern` says, else `pattern`, for a message that shows both.
 * `{{id:uuid}}` stands for any UUID the first time, and for that one from then on; `{{:time}}` for any time, always.
 */
export function expectedText(pattern: string, actual: string, values: Values): string {
  const names: string[] = []
  let source = ''
  let end = 0
  for (const placeholder of pattern.matchAll(PLACEHOLDER)) {
    const [whole, name = '', kind] = placeholder
    source += escapePattern(pattern.slice(end, placeholder.index))
    end = placeholder.index + whole.length
    const known = values.get(name)
    const group = names.indexOf(name) + 1
    if (known !== undefined) source += escapePattern(known)
    else if (group > 0 && name !== '') source += `\\${group}`
    else source += `(${patternOf(whole, kind)})`
    if (known === undefined && (group === 0 || name === '')) names.push(name)
  }
  const found = new RegExp(`^${source}${escapePattern(pattern.slice(end))}$`).exec(actual)
  if (!found) return pattern
  for (const [index, name] of names.entries()) if (name) values.set(name, String(found[index + 1]))
  return actual
}

function patternOf(placeholder: string, kind: string | undefined): string {
  const pattern = kind && KINDS[kind]
  if (pattern) return pattern
  throw new Error(`${placeholder} stands for nothing: its kind must be one of ${Object.keys(KINDS).join(', ')}`)
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
