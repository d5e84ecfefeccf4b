/** Below this, looking for the text first saves nothing. */
const SHORTEST = 3

/**
 * A text that stands in all that a regular expression matches, or '' where none is certain. DuckDB finds a text several
 * times faster than a pattern, so that it is worth looking for it first. Groups, alternatives and counted repetitions are
 * not looked into.
 */
export function requiredText(pattern: string): string {
  if (/[|{]|\(\?|\\x/.test(pattern)) return ''
  let longest = ''
  let run = ''
  const end = () => {
    if (run.length > longest.length) longest = run
    run = ''
  }
  for (const [token] of pattern.matchAll(TOKEN)) {
    // A group in a group, or a bracket in a set: too much for the reading of tokens.
    if ('()[]'.includes(token)) return ''
    if (token === '*' || token === '?') run = withoutLast(run)
    const character = characterOf(token)
    if (character === null) end()
    else run += character
  }
  end()
  return longest.length < SHORTEST ? '' : longest
}

/** A set, a group without groups in it, an escape, or a character. */
const TOKEN = /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)|\\.|[\s\S]/gu

/** What the token matches if that is one character only; else null. */
function characterOf(token: string): string | null {
  if (token.length > 1 && token.startsWith('\\')) return /[A-Za-z0-9]/.test(token.slice(1)) ? null : token.slice(1)
  return [...token].length > 1 || '.^$*+?'.includes(token) ? null : token
}

function withoutLast(text: string): string {
  return [...text].slice(0, -1).join('')
}
