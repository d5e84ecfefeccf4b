/** Why a pattern is no regular expression that the log can search for, or null if it is one. */
export function findRegexProblem(pattern: string): string | null {
  if (/(?<!\\)(?:\\\\)*\(\?(?:[=!]|<[=!])/.test(pattern))
    return 'lookahead and lookbehind are not supported (RE2 syntax)'
  if (/(?<!\\)(?:\\\\)*\\[1-9k]/.test(pattern)) return 'backreferences are not supported (RE2 syntax)'
  try {
    new RegExp(pattern)
    return null
  } catch (error) {
    return String(error).replace(/^.*: /, '')
  }
}
