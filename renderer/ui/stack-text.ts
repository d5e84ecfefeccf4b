import type { Failure, StackFrame } from './stack.ts'
import { makeFrame, readFrame } from './stack-frames.ts'

/** Longer texts are logs, not stacks. */
const LONGEST_TEXT = 500_000

/** A failure out of a stack as text, in the notation of any known language; null for text without a single frame. */
export function readStackText(text: string): Failure | null {
  if (text.length > LONGEST_TEXT) return null
  const lines = text.split(/\r?\n/)
  const failure = isPython(text) ? readPython(lines) : isGo(text) ? readGo(lines) : readLines(lines)
  return failure && hasFrames(failure) ? failure : null
}

function hasFrames(failure: Failure): boolean {
  return failure.frames.length > 0 || (failure.cause !== null && hasFrames(failure.cause))
}

/** A failure while it is read. */
interface Draft {
  headline: string[]
  frames: StackFrame[]
  cause: Draft | null
}

function newDraft(headline: string): Draft {
  return { headline: headline === '' ? [] : [headline], frames: [], cause: null }
}

function finish(draft: Draft): Failure {
  const { frames, cause } = draft
  const headline = readHeadline(draft.headline.join('\n').trim())
  const { place, ...said } = headline
  return { ...said, frames: place ? [place, ...frames] : frames, cause: cause ? finish(cause) : null }
}

const TYPE = /^(?:\\?[A-Za-z_$][\w$]*(?:[.\\/]|::))*\\?[A-Z_$a-z][\w$]*(?=:|$| \[|\(code)/
const PREFIX =
  /^(?:.*?(?:Uncaught (?:exception )?(?=')|Uncaught )|Exception in thread "[^"]*" |Unhandled exception\. |\[object\] \()/

/** The line above a stack: class, message, code, and in PHP the place it was thrown at. */
export function readHeadline(text: string) {
  let rest = text.replace(PREFIX, '')
  let place: StackFrame | null = null
  const thrown = / (?:in|at) ((?:\/|[A-Za-z]:[\\/])[^\n]+?)(?::| on line |\()(\d+)\)*$/.exec(rest)
  if (thrown?.[1]) {
    place = makeFrame({ file: thrown[1], line: Number(thrown[2]) })
    rest = rest.slice(0, thrown.index)
  }
  const type = TYPE.exec(rest)?.[0] ?? null
  if (type === null || !isTypeName(type)) return { type: null, message: rest || null, code: null, place }
  rest = rest.slice(type.length)
  const code = /^ \[(\w+)\]|^\(code: (\w+)\)/.exec(rest)
  rest = rest.slice(code?.[0].length ?? 0)
  return { type, message: rest.replace(/^:\s*/, '') || null, code: code?.[1] ?? code?.[2] ?? null, place }
}

/** A word before a colon is the name of a class where it looks like one: `note: …` is not. */
function isTypeName(word: string): boolean {
  return /[.\\]/.test(word) || /^[A-Z]/.test(word)
}

/** Notations with a frame in each line: JavaScript, Java, .NET, PHP, Ruby. */
function readLines(lines: readonly string[]): Failure {
  const first = newDraft('')
  let current = first
  /** Those whose inner exceptions are being read (.NET). */
  const outer: Draft[] = []
  /** PHP writes the cause first, and goes on with what it led to. */
  let next: Draft | null = null

  for (const line of lines) {
    const frame = readFrame(line)
    const marked = /^\s*(?:Caused by|\[cause\]|\[previous exception\]|--->)(?::)? (.*)$/.exec(line)
    const following = /^Next (\S.*)$/.exec(line)
    if (frame) {
      const ruby = /:in [`'].+?': (.+) \(([\w:]+)\)$/.exec(line)
      if (ruby && current.frames.length === 0) current.headline = [`${ruby[2]}: ${ruby[1]}`]
      current.frames.push(frame)
    } else if (following) {
      const after = newDraft(following[1] ?? '')
      after.cause = next ?? first
      next = after
      current = after
    } else if (marked) {
      const cause = newDraft(marked[1] ?? '')
      if (line.trimStart().startsWith('--->')) outer.push(current)
      current.cause = cause
      current = cause
    } else if (/^\s*--- End of inner/.test(line)) current = outer.pop() ?? current
    else if (current.frames.length === 0 && !isFurniture(line)) current.headline.push(line)
  }
  return finish(next ?? first)
}

function isFurniture(line: string): boolean {
  return /^\s*(?:Stack trace:|\[stacktrace\]|\.\.\. \d+ (?:more|common frames omitted)|thrown in .+|)$/i.test(line)
}

const PYTHON_START = 'Traceback (most recent call last):'

function isPython(text: string): boolean {
  return text.includes(PYTHON_START)
}

/** Python writes the outermost call first, and the cause before what it led to. */
function readPython(lines: readonly string[]): Failure | null {
  let last: Draft | null = null
  let draft: Draft | null = null
  for (const [index, line] of lines.entries()) {
    const frame = /^\s*File "(.+)", line (\d+)(?:, in (.+))?$/.exec(line)
    if (line.includes(PYTHON_START)) {
      const inner: Draft | null = last
      draft = newDraft('')
      draft.cause = inner
      last = draft
    } else if (!draft) continue
    else if (frame) {
      const [, file = '', row, name] = frame
      const below = lines[index + 1] ?? ''
      const code = /^\s{4,}\S/.test(below) && !/^\s*File "/.test(below) ? below.trim() : null
      const isTop = name === undefined || name === '<module>'
      draft.frames.unshift(makeFrame({ file, line: Number(row), code, ...(!isTop && { function: name }) }))
    } else if (/^(?:The above exception was|During handling of the above)/.test(line)) draft = null
    else if (draft.headline.length > 0 || /^\S/.test(line)) draft.headline.push(line)
  }
  return last && finish(last)
}

function isGo(text: string): boolean {
  return /^goroutine \d+ .*\[/m.test(text)
}

/** Go writes a frame in two lines, the function and its place; the first goroutine is the one that panicked. */
function readGo(lines: readonly string[]): Failure {
  const message = lines.find((line) => /^(?:panic|fatal error): /.test(line))
  const frames: StackFrame[] = []
  const start = lines.findIndex((line) => /^goroutine \d+ /.test(line))
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (/^goroutine \d+ /.test(line)) break
    const place = /^\t(.+):(\d+)(?: \+0x[\da-f]+)?$/.exec(lines[index + 1] ?? '')
    if (!place?.[1]) continue
    const name = line.replace(/^created by (.+?)(?: in goroutine \d+)?$/, '$1').replace(/\([^()]*\)$/, '')
    frames.push(makeFrame({ function: name, file: place[1], line: Number(place[2]) }))
    index++
  }
  return {
    type: message?.startsWith('fatal') ? 'fatal error' : 'panic',
    message: message?.replace(/^(?:panic|fatal error): /, '') ?? null,
    code: null,
    frames,
    cause: null,
  }
}
