import { keysOf } from './json-nodes.ts'
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, parseJson } from './json-value.ts'
import type { Failure, StackFrame } from './stack.ts'
import { makeFrame, readFrame } from './stack-frames.ts'
import { readHeadline, readStackText } from './stack-text.ts'

// The names under which the loggers and error trackers of the common languages keep the parts of an exception.
const TYPE_KEYS = ['type', 'class', 'exception_class', 'exceptionClass', 'error_type', 'kind', 'name', 'exception']
const MESSAGE_KEYS = ['message', 'msg', 'value', 'error', 'description']
const STACK_KEYS = ['stack', 'stack_trace', 'stackTrace', 'stacktrace', 'trace', 'backtrace', 'traceback', 'frames']
const CAUSE_KEYS = ['cause', 'previous', 'inner', 'innerException', 'caused_by', 'causedBy', '__cause__']
const FAILURE_KEYS = ['exception', 'error', 'err', 'throwable']

/** A longer context is data: reading it for an exception alone would keep the window waiting. */
const LONGEST_CONTEXT = 1_000_000
/** Causes of causes that are followed. */
const LONGEST_CHAIN = 20

/** A failure out of the payload of an exception event, which may hold it itself or under a name of its own. */
export function readException(payload: JsonObject): Failure | null {
  return failureIn(payload) ?? readFailure(payload)
}

/** The failure that a payload of any other type carries: in itself, in its context, or in the text of its message. */
export function findFailure(payload: JsonObject): Failure | null {
  const context = typeof payload.context === 'string' ? readJsonObject(payload.context) : payload.context
  const text = payload.message
  return (
    failureIn(payload) ??
    (context !== undefined && context !== null && isJsonObject(context)
      ? (failureIn(context) ?? carried(context))
      : null) ??
    carried(payload) ??
    (typeof text === 'string' && text.includes('\n') ? readStackText(text) : null)
  )
}

/** What stands under a name for failures, or is spread out as `exception.type`, `exception.message` and so on. */
function failureIn(object: JsonObject): Failure | null {
  for (const key of FAILURE_KEYS) {
    const value = object[key]
    if (value === undefined || value === null) continue
    if (typeof value === 'object') {
      const failure = readFailure(value)
      if (failure) return failure
    } else if (typeof value === 'string') {
      const failure = readStackText(value)
      if (failure) return failure
    }
  }
  // So short a name means many things.
  const short = object.e
  if (short !== undefined && isJsonObject(short)) {
    const failure = carried(short)
    if (failure) return failure
  }
  for (const prefix of ['exception.', 'error.']) {
    const spread = keysOf(object).filter((key) => key.startsWith(prefix))
    const parts = Object.fromEntries(spread.map((key) => [key.slice(prefix.length), object[key] ?? null]))
    const failure = spread.length > 0 ? readFailure(parts) : null
    if (failure) return failure
  }
  return null
}

/** An object that happens to have a message is no failure; one that also has a stack is. */
function carried(object: JsonObject): Failure | null {
  const failure = readFailure(object)
  return failure && failure.frames.length > 0 ? failure : null
}

/** A failure in any of the shapes that loggers write; null for what names neither a class, nor a message, nor a stack. */
export function readFailure(value: JsonValue, depth = 0): Failure | null {
  if (typeof value === 'string') return readStackText(value) ?? (depth > 0 ? headlineOnly(value) : null)
  if (depth > LONGEST_CHAIN || value === null || !isJsonObject(value)) return null
  if (Array.isArray(value.values)) return readChain(value.values)

  const stack = STACK_KEYS.map((key) => value[key]).find((part) => part !== undefined && part !== null)
  const parsed = stack === undefined ? null : readStack(stack)
  const type = firstText(value, TYPE_KEYS) ?? parsed?.type ?? null
  const message = firstText(value, MESSAGE_KEYS) ?? parsed?.message ?? null
  if (type === null && message === null && stack === undefined) return null

  const inner = CAUSE_KEYS.map((key) => value[key]).find((part) => part !== undefined && part !== null && part !== '')
  const first = Array.isArray(inner) ? inner[0] : inner
  const place = readPlace(value)
  const called = parsed?.frames ?? readFrames(stack ?? null)
  const isKnown = place === null || called.some(({ file, line }) => file === place.file && line === place.line)
  return {
    type,
    message,
    code: textOf(value.code) ?? parsed?.code ?? null,
    frames: isKnown ? called : [place, ...called],
    cause: (first === undefined ? null : readFailure(first, depth + 1)) ?? parsed?.cause ?? null,
  }
}

/** Each other notation tells a frame in one line, which is read where lists of frames are. */
const PYTHON = /^Traceback \(/m

/** A stack as text, whole or, as Python's `traceback` makes it, in pieces of some lines; null for frames as values. */
function readStack(stack: JsonValue): Failure | null {
  if (typeof stack === 'string') return readStackText(stack)
  if (!Array.isArray(stack) || !stack.every((piece) => typeof piece === 'string')) return null
  const text = stack.map((piece) => piece.replace(/\n$/, '')).join('\n')
  return PYTHON.test(text) ? readStackText(text) : null
}

/** Failures in a list, innermost first, each with its frames, outermost first: as Sentry's clients send them. */
function readChain(values: readonly JsonValue[]): Failure | null {
  let cause: Failure | null = null
  for (const value of values.slice(-LONGEST_CHAIN)) {
    if (!isJsonObject(value)) continue
    const failure = readFailure(value)
    if (failure) cause = { ...failure, frames: failure.frames.toReversed(), cause }
  }
  return cause
}

function headlineOnly(text: string): Failure | null {
  if (text.trim() === '') return null
  const { place, ...said } = readHeadline(text.trim())
  return { ...said, frames: place ? [place] : [], cause: null }
}

function readFrames(stack: JsonValue): StackFrame[] {
  if (isJsonObject(stack)) return readFrames(stack.frames ?? null)
  if (!Array.isArray(stack)) return []
  return stack.flatMap((item: JsonValue) => {
    const frame =
      typeof item === 'string' ? (readFrame(item) ?? readPath(item)) : isJsonObject(item) ? readFrameObject(item) : null
    return frame ? [frame] : []
  })
}

/** `{file, line, function, class, type}` of PHP, and the names of others for the same. */
function readFrameObject(object: JsonObject): StackFrame | null {
  const name = firstText(object, ['function', 'method', 'methodName', 'name'])
  const owner = firstText(object, ['class', 'className', 'declaringClass', 'module'])
  const call = textOf(object.type)
  const link = call === '->' || call === '::' ? call : '.'
  const file = firstText(object, ['file', 'filename', 'fileName', 'abs_path', 'path'])
  if (name === null && file === null) return null
  return makeFrame({
    function: name !== null && owner !== null ? `${owner}${link}${name}` : name,
    ...(file !== null && { file }),
    line: firstNumber(object, ['line', 'lineno', 'lineNumber', 'line_number']),
    column: firstNumber(object, ['column', 'colno', 'columnNumber', 'col']),
    code: firstText(object, ['context_line', 'code']),
  })
}

/** The place where it was thrown: `file` and `line`, or both as `file`. */
function readPlace(object: JsonObject): StackFrame | null {
  const file = firstText(object, ['file', 'fileName', 'filename'])
  if (file === null) return null
  const line = firstNumber(object, ['line', 'lineno', 'lineNumber'])
  return line === null ? readPath(file) : makeFrame({ file, line, column: firstNumber(object, ['column']) })
}

/** `/app/src/Cart.php:12`, as Monolog writes its frames. */
function readPath(text: string): StackFrame | null {
  const [, file, line, column] = /^(\S.*?)(?::(\d+))?(?::(\d+))?$/.exec(text.trim()) ?? []
  if (file === undefined || !/[/\\.]/.test(file)) return null
  return makeFrame({ file, ...(line && { line: Number(line) }), ...(column && { column: Number(column) }) })
}

function readJsonObject(text: string): JsonObject | null {
  if (text.length > LONGEST_CONTEXT || !text.trimStart().startsWith('{')) return null
  try {
    const value = parseJson(text)
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}

function firstText(object: JsonObject, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = object[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

function firstNumber(object: JsonObject, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = Number(object[key] ?? Number.NaN)
    if (Number.isInteger(value) && value > 0) return value
  }
  return null
}

function textOf(value: JsonValue | undefined): string | null {
  if (value instanceof ExactNumber) return value.digits
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' && value !== 0 ? String(value) : null
}
