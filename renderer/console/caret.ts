/** Where a caret stands in the text of a query, complete or not. */
export interface Caret {
  /** The path of the member or item that is written there; its last step is '' where a key is. */
  readonly path: readonly (string | number)[]
  readonly isKey: boolean
  /** The word at the caret, quotes included: what a completion replaces. */
  readonly from: number
  readonly to: number
  /** The plain members of the innermost object around it, that of a list included. */
  readonly members: Readonly<Record<string, unknown>>
  /** Whether a colon follows already. */
  readonly hasColon: boolean
}

interface Token {
  readonly kind: 'open' | 'close' | 'comma' | 'colon' | 'word'
  readonly from: number
  readonly to: number
  readonly text: string
}

interface Frame {
  readonly isObject: boolean
  /** Index of the token that opens it. */
  readonly start: number
  key: string
  index: number
  expectsKey: boolean
}

/** Null outside of the query's object. */
export function findCaret(text: string, caret: number): Caret | null {
  const tokens = readTokens(text)
  const frames: Frame[] = []
  const word = tokens.find((token) => token.kind === 'word' && token.from < caret && caret <= endOfWord(token))
  const limit = word ? word.from : caret
  for (const [position, token] of tokens.entries()) {
    if (token.from >= limit) break
    takeToken(frames, token, position)
  }
  const frame = frames.at(-1)
  const before = tokens.findLast((token) => token.to <= limit)
  // Behind a whole value nothing can stand but a comma.
  if (!frame || (!word && (before?.kind === 'word' || before?.kind === 'close'))) return null
  const isKey = frame.isObject && frame.expectsKey
  const next = tokens.find((token) => token.from >= (word?.to ?? caret))
  return {
    path: frames.map((around) => (around.isObject ? (around === frame && isKey ? '' : around.key) : around.index)),
    isKey,
    from: word?.from ?? caret,
    to: word?.to ?? caret,
    members: readMembers(tokens, frames.findLast((around) => around.isObject)?.start ?? 0),
    hasColon: next?.kind === 'colon',
  }
}

/** Behind a closed string one begins something else. */
function endOfWord({ text, to }: Token): number {
  const isClosed = text.startsWith('"') && text.length > 1 && text.endsWith('"')
  return isClosed ? to - 1 : to
}

function takeToken(frames: Frame[], token: Token, position: number): void {
  const frame = frames.at(-1)
  switch (token.kind) {
    case 'open': {
      const isObject = token.text === '{'
      frames.push({ isObject, start: position, key: '', index: 0, expectsKey: isObject })
      return
    }
    case 'close':
      frames.pop()
      return
    case 'comma':
      if (frame) {
        frame.index++
        frame.expectsKey = frame.isObject
      }
      return
    case 'colon':
      if (frame) frame.expectsKey = false
      return
    case 'word':
      if (frame?.expectsKey) frame.key = String(readWord(token.text))
  }
}

/** The plain members of the object that opens at a token. */
function readMembers(tokens: readonly Token[], start: number): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.kind === 'open') depth++
    else if (token?.kind === 'close') depth--
    else if (depth === 1 && token?.kind === 'colon') {
      const [key, value] = [tokens[at - 1], tokens[at + 1]]
      if (key?.kind === 'word')
        members[String(readWord(key.text))] = value?.kind === 'word' ? readWord(value.text) : null
    }
    if (depth === 0) break
  }
  return members
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[^\s{}[\],:"]+|[{}[\],:]/g
const KINDS: Readonly<Record<string, Token['kind']>> = {
  '{': 'open',
  '[': 'open',
  '}': 'close',
  ']': 'close',
  ',': 'comma',
  ':': 'colon',
}

function readTokens(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const [word] = match
    return { kind: KINDS[word] ?? 'word', from: match.index, to: match.index + word.length, text: word }
  })
}

function readWord(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.replaceAll('"', '')
  }
}
