/**
 * Tattler's client for Node 18 and newer: this one file. Copy it into your project.
 *
 *   import { tattler } from './tattler.mjs'
 *
 *   createServer((request, response) => tattler.middleware(request, response, () => app(request, response)))
 *   app.use(tattler.middleware)                             // the same with Express and its like
 *
 *   tattler.log('warning', 'Card was declined', { order })  // level (or 1 to 8), message, context
 *   tattler.query('SELECT * FROM items', 'mysql', 12.5)     // text, target, ms
 *   tattler.exception(error)
 *   tattler.dump(value)                                     // shows it, and returns it
 *   await tattler.span('load basket', () => loadBasket())   // times it; what happens inside is shown inside
 *   await tattler.unit(() => work(job))                     // a job: its events are a stream of their own
 *   tattler.send({ type: 'access_check', payload: { access: 'DENIED', object: 'order 7' } })
 *
 * It is off where NODE_ENV or APP_ENV says production; TATTLER=1 and TATTLER=0 decide it anywhere. TATTLER_URL says where
 * Tattler is, TATTLER_APP what the app is called, TATTLER_TOKEN what a Tattler on another machine asks for.
 * `createTattler(options)` makes a client with other DEFAULTS.
 *
 * It never throws, and takes a request or job no more than 5 ms in all: what does not fit is dropped, and Tattler shows how
 * much that was. Where no Tattler answers, it is left alone for 5 seconds, in which calls return at once. Events leave in
 * the background, and before the process ends by itself; `await tattler.flush()` before you call `process.exit()`.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { types } from 'node:util'

const { env } = process

const DEFAULTS = {
  /** Where Tattler listens. */
  url: env.TATTLER_URL || 'http://127.0.0.1:7357',
  /** What a Tattler asks for that listens beyond its machine: the word in its `send-token`. */
  token: env.TATTLER_TOKEN || '',
  /** What the app is called. */
  app: env.TATTLER_APP || env.npm_package_name || basename(process.cwd()),
  enabled: isEnabled(),
  /** What a unit of work may spend here, ms; outside of any, what each tenth of a second may. */
  budget: Number(env.TATTLER_BUDGET) || 5,
  /** How long Tattler is left alone after it could not be reached, ms. */
  pause: 5000,
  /** How long it may take to answer, ms. */
  patience: 2000,
  /** Characters that may wait to be sent. */
  queueSize: 4_000_000,
  /** Whether an exception that ends the process is told. */
  uncaught: true,
}

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']
/** From the first event of a batch until it is sent, ms, and its characters. */
const BATCH_TIME = 20
const BATCH_SIZE = 500_000
/** A span that lasts longer, ms, or holds more characters or levels, no longer holds back what happens in it. */
const SPAN_TIME = 2000
const SPAN_SIZE = 100_000
const SPAN_DEPTH = 50
const OPEN_SPANS = 1000
/** Of one event: characters, characters of a text, levels, members of a list or an object. */
const EVENT_SIZE = 250_000
const TEXT_SIZE = 30_000
const DEPTH = 12
const MEMBERS = 500
/** How long a process that has nothing more to do waits for Tattler, in budgets. */
const EXIT_BUDGETS = 50

class Tattler {
  #options
  #places = new AsyncLocalStorage()
  #background = { unit: makeUnit(), span: null }
  #openSpans = new Set()
  #waiting = []
  #waitingSize = 0
  /** Why → how many events. */
  #dropped = new Map()
  #line = null
  #timer = null
  #isBusy = false

  constructor(options) {
    this.#options = options
    this.middleware = this.middleware.bind(this)
    if (!options.enabled) return
    try {
      this.#line = new Line(options)
    } catch (error) {
      process.emitWarning(`Tattler is off: ${error.message}`)
      return
    }
    process.on('beforeExit', () => void this.#sendLast())
    process.on('exit', () => this.#sendNow())
    if (options.uncaught) process.on('uncaughtExceptionMonitor', (error) => this.exception(error, { importance: 6 }))
  }

  log(level, message, context, more) {
    this.#tell(() => {
      const importance = typeof level === 'number' ? level : LEVELS.indexOf(level) + 1 || 2
      return { type: 'log', importance, payload: readMessage(message, context), ...more }
    })
  }

  query(query, target = 'sql', duration = undefined, more = undefined) {
    this.#tell(() => {
      const text = typeof query === 'string' ? query : String(query.text ?? query.sql ?? query)
      const payload = { target, query: text, syntax: more?.syntax ?? 'sql' }
      return { type: 'query', duration, ...more, payload, syntax: undefined }
    })
  }

  /** An incoming request: `{ method, uri, headers, body }`. The middleware tells of those that pass it. */
  request(payload, more) {
    this.#tell(() => {
      const headers = toPairs(payload.headers)
      return { type: 'request', importance: 2, payload: { ...payload, headers }, ...more }
    })
  }

  /** An answer: `{ status, headers, body }`. */
  response(payload, more) {
    this.#tell(() => ({ type: 'response', ...judge(payload.status), payload, ...more }))
  }

  exception(error, more) {
    this.#tell(() => {
      const payload = typeof error === 'object' ? error : { message: String(error) }
      return { type: 'exception', importance: 5, success: false, payload, ...more }
    })
  }

  dump(value, label = 'dump') {
    this.log('debug', label, value)
    return value
  }

  /** Any event of Tattler's README: `type`, `payload`, and, if you like, `time`, `duration`, `tags`, `success`, … */
  send(event) {
    this.#tell(() => event)
  }

  /** Runs `work` as a unit: its events are the stream `id`, and it has a budget of its own. */
  unit(work, id = undefined) {
    return this.#line ? this.#places.run({ unit: makeUnit(id), span: null }, work) : work()
  }

  /** Runs `work`, and tells how long it took and whether it failed. `event` is a name, or the rest of an event. */
  span(event, work) {
    if (!this.#line) return work()
    const head = typeof event === 'string' ? { type: 'event', payload: { name: event, group: 'span' } } : event
    const { place, end } = this.#open(this.#here(), head)
    return settle(() => this.#places.run(place, work), end)
  }

  /** A unit for each request of `node:http`, Connect or Express: its request, in it what happened, and its response. */
  middleware(request, response, next) {
    if (!this.#line) return next()
    const outer = { unit: makeUnit(), span: null }
    const { method, originalUrl, url, headers } = request
    const head = { type: 'request', payload: { method, uri: originalUrl ?? url, headers: toPairs(headers) } }
    const { place, end } = this.#open(outer, head)
    response.once('close', () => {
      const { success, importance } = judge(response.writableFinished ? response.statusCode : 500)
      end(success, importance)
      if (!response.headersSent) return
      const payload = { status: response.statusCode, headers: toPairs(response.getHeaders()) }
      this.#places.run(outer, () => this.response(payload, { success, importance, calledFrom: null }))
    })
    return this.#places.run(place, next)
  }

  /** Resolves once what has been told so far is sent, or lost. */
  async flush() {
    if (!this.#line) return
    this.#line.hold(1)
    while (this.#waiting.length > 0 || this.#line.isSending) await this.#sendBatch()
    this.#line.hold(-1)
  }

  /** `makeEvent` reads what a caller gave, which may throw. */
  #tell(makeEvent) {
    const place = this.#here()
    this.#guard(place.unit, (deadline, mayLocate) => {
      const event = makeEvent()
      const calledFrom =
        event.calledFrom === undefined && mayLocate ? locateCaller(this.#tell) : (event.calledFrom ?? undefined)
      this.#keep(place, writeEvent({ time: Date.now(), ...event, calledFrom }, deadline))
    })
  }

  #here() {
    return this.#places.getStore() ?? this.#background
  }

  /**
   * Does what a call asks for, if the unit has time left for it, and counts what it takes. What brings home what was told
   * before, `isNeeded`, is always done.
   */
  #guard(unit, work, isNeeded = false) {
    if (!this.#line || this.#isBusy) return
    const start = performance.now()
    if (unit === this.#background.unit && start - unit.since > 100) Object.assign(unit, { since: start, spent: 0 })
    const { budget, queueSize } = this.#options
    if (this.#line.isPaused(start)) return this.#drop('Tattler did not answer')
    if (unit.spent > budget && !isNeeded) return this.#drop(`they would have taken more than ${budget} ms`)
    if (this.#waitingSize > queueSize) return this.#drop(`more than ${queueSize} characters were waiting`)
    this.#isBusy = true
    try {
      work(start + budget - unit.spent, unit.spent < budget / 2)
    } catch {
      this.#drop('they could not be read')
    } finally {
      this.#isBusy = false
      unit.spent += performance.now() - start
    }
  }

  #keep({ unit, span }, text) {
    if (span && mayHold(span, text)) {
      span.nested.push(text)
      span.size += text.length
      return
    }
    this.#waiting.push({ stream: unit.id, text })
    this.#waitingSize += text.length
    this.#timer ??= setTimeout(() => void this.#sendBatch(), BATCH_TIME).unref()
  }

  #open(outer, head) {
    const depth = (outer.span?.depth ?? 0) + 1
    const span = { start: performance.now(), depth, nested: [], size: 0, isOver: false, text: null, end: null }
    const time = Date.now()
    this.#guard(
      outer.unit,
      (deadline) => {
        span.text = writeEvent({ time, ...head, nested: undefined, duration: undefined, success: undefined }, deadline)
      },
      true,
    )
    const end = (success, importance) => {
      if (span.isOver) return
      span.isOver = true
      this.#openSpans.delete(span)
      const duration = Math.round((performance.now() - span.start) * 1000) / 1000
      const rest = JSON.stringify({ duration, success, importance }).slice(1, -1)
      const nested = span.nested.length > 0 ? `,"nested":[${span.nested}]` : ''
      if (span.text !== null) {
        this.#guard(outer.unit, () => this.#keep(outer, `${span.text.slice(0, -1)},${rest}${nested}}`), true)
      }
    }
    span.end = end
    this.#openSpans.add(span)
    // Work that never ends must not be kept for ever.
    if (this.#openSpans.size > OPEN_SPANS) this.#openSpans.delete(this.#openSpans.values().next().value)
    return { place: { unit: outer.unit, span }, end }
  }

  #drop(reason, count = 1) {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + count)
  }

  async #sendBatch() {
    clearTimeout(this.#timer)
    this.#timer = null
    if (this.#line.isSending) return this.#line.whenFree()
    const { body, count } = this.#takeBatch()
    if (count === 0) return
    const problem = await this.#line.post(body)
    if (problem !== null) this.#drop(problem, count)
    if (problem !== null && this.#line.isPaused(performance.now())) {
      this.#drop(problem, this.#waiting.length)
      this.#waiting = []
      this.#waitingSize = 0
    }
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => void this.#sendBatch(), BATCH_TIME).unref()
  }

  #takeBatch() {
    if (this.#waiting.length > 0 && this.#dropped.size > 0) {
      const context = Object.fromEntries(this.#dropped)
      const count = Object.values(context).reduce((sum, one) => sum + one, 0)
      const payload = { message: `Dropped ${count} of ${this.#options.app}'s events`, context }
      const text = JSON.stringify({ type: 'log', importance: 4, time: Date.now(), tags: ['dropped'], payload })
      this.#waiting.unshift({ stream: this.#background.unit.id, text })
      this.#dropped.clear()
    }
    let size = 0
    let count = 0
    const streams = new Map()
    for (const { stream, text } of this.#waiting) {
      if (size > BATCH_SIZE) break
      size += text.length
      count++
      const texts = streams.get(stream)
      if (texts) texts.push(text)
      else streams.set(stream, [text])
    }
    this.#waiting.splice(0, count)
    this.#waitingSize = this.#waiting.length === 0 ? 0 : Math.max(0, this.#waitingSize - size)
    const envelopes = [...streams].map(([id, texts]) => `{"id":${JSON.stringify(id)},"version":1,"events":[${texts}]}`)
    return { body: `[${envelopes}]`, count }
  }

  async #sendLast() {
    this.#endSpans()
    if (!this.#line.isSending && this.#waiting.length === 0) return
    const time = Math.min(EXIT_BUDGETS * this.#options.budget, 2 ** 31 - 1)
    const timer = setTimeout(() => this.#line.close(), time)
    await this.flush()
    clearTimeout(timer)
  }

  /** What can be written at once is all that can be done for a process that is ending. */
  #sendNow() {
    this.#endSpans()
    while (this.#waiting.length > 0 && this.#line.write(this.#takeBatch().body));
  }

  #endSpans() {
    for (const span of [...this.#openSpans].reverse()) span.end(undefined)
  }
}

/** The connection to Tattler: one batch at a time, and none for a while after one that was not answered. */
class Line {
  #options
  #socket = null
  #pausedUntil = 0
  #holds = 0
  /** What is done with the answer, while one is waited for. */
  #answered = null
  #free = Promise.resolve()

  constructor(options) {
    const { protocol, hostname, port, host } = new URL(options.url)
    if (protocol !== 'http:') throw new Error(`${options.url} does not begin with http://`)
    const path = `/events?app=${encodeURIComponent(options.app)}`
    const token = options.token ? `Authorization: Bearer ${options.token}\r\n` : ''
    const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) }
    this.#options = { ...options, address, head: `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${token}` }
  }

  get isSending() {
    return this.#answered !== null
  }

  isPaused(now) {
    return now < this.#pausedUntil
  }

  whenFree() {
    return this.#free
  }

  /** Resolves with null for a batch that was taken, else with why it was not. */
  post(body) {
    this.#free = new Promise((resolve) => {
      const timer = setTimeout(() => this.#end(null), this.#options.patience).unref()
      this.#answered = (status) => {
        clearTimeout(timer)
        this.#answered = null
        // 400 says that some could not be understood; they are kept as such.
        const isTaken = status === 202 || status === 400
        if (!isTaken && status !== 413) this.#pausedUntil = performance.now() + this.#options.pause
        resolve(isTaken ? null : status === null ? 'Tattler did not answer' : `Tattler answered with ${status}`)
      }
      this.#socket ??= this.#open()
      this.#write(body)
    })
    return this.#free
  }

  /** False where it cannot be done at once. */
  write(body) {
    if (!this.#socket || this.#socket.connecting || this.#socket.writableLength > 0) return false
    this.#write(body)
    return true
  }

  /** As long as somebody waits, the process stays for the line. */
  hold(change) {
    this.#holds += change
    if (this.#holds > 0) this.#socket?.ref()
    else this.#socket?.unref()
  }

  /** Gives up what is being sent. */
  close() {
    this.#end(null)
  }

  #write(body) {
    const size = Buffer.byteLength(body)
    this.#socket.write(`${this.#options.head}Content-Type: application/json\r\nContent-Length: ${size}\r\n\r\n${body}`)
  }

  #open() {
    const socket = connect({ ...this.#options.address, noDelay: true })
    if (this.#holds === 0) socket.unref()
    let text = ''
    socket.setEncoding('latin1').on('data', (part) => {
      text += part
      const answer = /^HTTP\/1\.1 (\d+)[\s\S]*?\r\ncontent-length: (\d+)\r\n[\s\S]*?\r\n\r\n/i.exec(text)
      if (!answer || text.length < answer[0].length + Number(answer[2])) return
      text = ''
      this.#answered?.(Number(answer[1]))
    })
    socket.on('error', () => undefined)
    socket.on('close', () => socket === this.#socket && this.#end(null))
    return socket
  }

  #end(status) {
    this.#socket?.destroy()
    this.#socket = null
    this.#answered?.(status)
  }
}

function isEnabled() {
  if (env.TATTLER) return !/^(0|off|false|no)$/i.test(env.TATTLER)
  return ![env.NODE_ENV, env.APP_ENV].some((name) => /^prod(uction)?$/i.test(name ?? ''))
}

function makeUnit(id) {
  const isId = typeof id === 'string' || typeof id === 'number'
  return { id: isId ? String(id) : randomUUID(), spent: 0, since: performance.now() }
}

function mayHold({ isOver, depth, size, start }, text) {
  return !isOver && depth <= SPAN_DEPTH && size + text.length < SPAN_SIZE && performance.now() - start < SPAN_TIME
}

/** A message that is no text is its own context. */
function readMessage(message, context) {
  if (typeof message === 'string') return { message, context }
  const isObject = typeof message === 'object' && message !== null
  if (!isObject) return { message: String(message), context }
  return { message: String(message.message ?? message.constructor?.name ?? 'object'), context: message, more: context }
}

/** Headers of any kind as a list of key and value. */
function toPairs(headers) {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return headers
  const entries = typeof headers.append === 'function' ? [...headers] : Object.entries(headers)
  return entries.flatMap(([key, value]) => [value].flat().map((one) => ({ key, value: one })))
}

/** How an answer's status is meant. */
function judge(status) {
  const importance = status >= 500 ? 5 : status >= 400 ? 4 : 2
  return { success: importance === 2, importance }
}

/** Runs `work` and calls `end` with whether it went well; a promise is waited for. */
function settle(work, end) {
  let result
  try {
    result = work()
  } catch (error) {
    end(false)
    throw error
  }
  if (typeof result?.then !== 'function') end(true)
  else {
    result.then(
      () => end(true),
      () => end(false),
    )
  }
  return result
}

/** Paths of files that have called; null for this one and those of packages. */
const callers = new Map()

/** The first place outside of this file and of packages; `last` is the last function that is surely none. */
function locateCaller(last) {
  const { prepareStackTrace, stackTraceLimit } = Error
  const trace = {}
  try {
    Error.stackTraceLimit = 6
    Error.prepareStackTrace = (_error, sites) => sites
    Error.captureStackTrace(trace, last)
    for (const site of trace.stack) {
      const file = findFile(site.getFileName())
      if (file) return { file, line: site.getLineNumber() }
    }
  } finally {
    Error.prepareStackTrace = prepareStackTrace
    Error.stackTraceLimit = stackTraceLimit
  }
}

function findFile(name) {
  if (!name) return null
  let file = callers.get(name)
  if (file === undefined) {
    const isOwn = name === import.meta.url || /^node:|[\\/]node_modules[\\/]/.test(name)
    file = isOwn ? null : name.startsWith('file:') ? fileURLToPath(name) : name
    if (callers.size < 10_000) callers.set(name, file)
  }
  return file
}

function writeEvent(event, deadline) {
  const room = { left: EVENT_SIZE, deadline, steps: 0 }
  const { payload, ...rest } = event
  const told = copyMembers(ownMembers(rest), room, [])
  const copied = copy(payload, room, [])
  const isObject = typeof copied === 'object' && copied !== null && !Array.isArray(copied)
  return JSON.stringify({ ...told, payload: isObject ? copied : { value: copied } })
}

/** A copy that JSON can hold, of any value whatever, as far as there is room and time for it. */
function copy(value, room, parents) {
  if (typeof value === 'string') return cut(value, room)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function') return `[function ${value.name}]`
  if (typeof value !== 'object') return String(value)
  if (++room.steps % 50 === 0 && performance.now() > room.deadline) room.left = 0
  if (room.left <= 0) return '[left out]'
  if (parents.includes(value)) return '[circular]'
  if (parents.length >= DEPTH) return '[too deep]'
  parents.push(value)
  try {
    return copyObject(value, room, parents)
  } catch {
    return '[unreadable]'
  } finally {
    parents.pop()
  }
}

function copyObject(value, room, parents) {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Error || types.isNativeError(value)) {
    const { name, message, stack, cause, ...more } = value
    return copyMembers(Object.entries({ type: name, message, stack, cause, ...more }), room, parents)
  }
  if (ArrayBuffer.isView(value)) return describeBytes(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
  if (value instanceof ArrayBuffer) return describeBytes(Buffer.from(value))
  if (value instanceof RegExp) return String(value)
  if (Array.isArray(value) || value instanceof Set) return copyList(value, room, parents)
  if (value instanceof Map || typeof value.append === 'function') return copyMembers(value, room, parents)
  if (typeof value.toJSON === 'function') return copy(value.toJSON(), room, parents)
  return copyMembers(ownMembers(value), room, parents)
}

function* ownMembers(object) {
  for (const key of Object.keys(object)) {
    let value = '[unreadable]'
    try {
      value = object[key]
    } catch {}
    yield [key, value]
  }
}

function copyList(list, room, parents) {
  const copied = []
  for (const item of list) {
    if (copied.length >= MEMBERS || room.left <= 0) {
      copied.push(`[${(list.length ?? list.size) - copied.length} more]`)
      break
    }
    room.left -= 4
    copied.push(copy(item, room, parents))
  }
  return copied
}

function copyMembers(members, room, parents) {
  const copied = {}
  let count = 0
  for (const [key, value] of members) {
    if (++count > MEMBERS || room.left <= 0) {
      copied['…'] = '[more]'
      break
    }
    if (value === undefined) continue
    const name = cut(String(key), room)
    room.left -= 4
    const member = copy(value, room, parents)
    // Assigned, it would become the prototype.
    if (name === '__proto__') Object.defineProperty(copied, name, { value: member, enumerable: true })
    else copied[name] = member
  }
  return copied
}

function cut(text, room) {
  const size = Math.max(0, Math.min(TEXT_SIZE, room.left))
  room.left -= Math.min(text.length, size)
  if (text.length <= size) return text
  return `${text.slice(0, size)}… [${text.length - size} more characters]`
}

function describeBytes(bytes) {
  return `[${bytes.length} bytes: ${bytes.subarray(0, 32).toString('hex')}${bytes.length > 32 ? '…' : ''}]`
}

/** @param {Partial<typeof DEFAULTS>} [options] */
export function createTattler(options) {
  return new Tattler({ ...DEFAULTS, ...options })
}

export const tattler = createTattler()
