import Type, { type TSchema } from 'typebox'
import { EVENT_TYPES } from '../../shared/events/table.ts'
import { clampImportance, importanceOf } from '../../shared/importance.ts'
import { lazyShape } from '../lazy-shape.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/**
 * The shapes of the web debug protocol (GitHub fe3dback/web-debug-proto) and the repairs for what its real producers
 * (fe3dback/web-debug-php-core, older texts of the protocol, hand-written senders) do differently.
 *
 * An event is checked first and repaired only if the check fails, so that a sender who keeps to the protocol pays for
 * one compiled check and nothing else.
 */

const location = Type.Object(
  {
    file: Type.String(),
    line: Type.Optional(Type.Integer()),
    positionStart: Type.Optional(Type.Integer()),
    positionEnd: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
)

/** Beyond these a time is no time, and the log could not hold it. */
export const eventTime = Type.Number({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })

/** Unknown keys fail the check on purpose: they may be old names, and are kept in the metadata otherwise. */
const wireEvent = Type.Object(
  {
    type: Type.String({ minLength: 1 }),
    payload: Type.Record(Type.String(), Type.Unknown()),
    tags: Type.Optional(Type.Array(Type.String())),
    importance: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
    time: Type.Optional(eventTime),
    duration: Type.Optional(Type.Number()),
    success: Type.Optional(Type.Boolean()),
    calledFrom: Type.Optional(location),
    definedIn: Type.Optional(location),
    nested: Type.Optional(Type.Array(Type.Unknown())),
  },
  { additionalProperties: false },
)
export type WireEvent = Type.Static<typeof wireEvent>

const EVENT_KEYS = new Set(Object.keys(wireEvent.properties))
const LOCATION_KEYS = new Set(Object.keys(location.properties))

export interface Shape<T> {
  is(value: unknown): value is T
  /** The first thing that is wrong, as a path inside the value (`payload.target`) and a sentence. */
  problem(value: unknown): { path: string; reason: string }
}

function defineShape<T>(schema: TSchema): Shape<T> {
  const shape = lazyShape(schema)
  return {
    is: (value): value is T => shape.is(value),
    problem: (value) => {
      const error = shape.findError(value)
      if (!error) return { path: '', reason: 'does not fit its type' }
      const missing = error.keyword === 'required' ? error.params.requiredProperties[0] : undefined
      const path = [...error.instancePath.split('/').slice(1), ...(missing === undefined ? [] : [missing])]
      return {
        path: joinPath(path),
        reason: missing === undefined ? error.message : 'is required and missing',
      }
    },
  }
}

function joinPath(keys: readonly string[]): string {
  return keys.reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key), '')
}

export const eventShape = defineShape<WireEvent>(wireEvent)

/** Checks of payloads, of the types whose payload must have a shape. */
export const payloadShapes: ReadonlyMap<string, Shape<JsonObject>> = new Map(
  Object.entries(EVENT_TYPES)
    .filter(([, { isOpen = false }]) => !isOpen)
    .map(([type, { payload }]) => [type, defineShape<JsonObject>(payload)]),
)

/** Names of event types that changed between texts of the protocol. */
export const TYPE_ALIASES: ReadonlyMap<string, string> = new Map([['accessCheck', 'access_check']])

const EVENT_ALIASES: ReadonlyMap<string, string> = new Map([
  ['called_from', 'calledFrom'],
  ['defined_in', 'definedIn'],
  ['state', 'success'],
])
const LOCATION_ALIASES: ReadonlyMap<string, string> = new Map([
  ['relativePath', 'file'],
  ['rel_path', 'file'],
  ['pos', 'positionStart'],
  ['pos_end', 'positionEnd'],
])

/**
 * Copies an event into the protocol's present shape as far as its meaning is clear, and notes each difference. Fields
 * that the protocol does not know come back in `extra`.
 */
export function repairEvent(
  event: JsonObject,
  deviations: string[],
): { event: Record<string, unknown>; extra: JsonObject } {
  const repaired: Record<string, unknown> = {}
  const extra: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(event)) {
    const name = EVENT_ALIASES.get(key) ?? key
    if (value === null && key !== 'payload') continue
    if (!EVENT_KEYS.has(name)) extra[key] = value
    else if (name !== key && name in event) deviations.push(`${key}: also sent as ${name}, which was taken`)
    else {
      if (name !== key) deviations.push(`${key}: old name of ${name}`)
      repaired[name] = value
    }
  }
  if (Object.keys(extra).length > 0) deviations.push(`unknown fields: ${Object.keys(extra).join(', ')}`)
  if (typeof repaired.type === 'string' && repaired.payload === undefined) {
    deviations.push('payload: missing')
    repaired.payload = {}
  }
  if (Array.isArray(repaired.payload) && repaired.payload.length === 0) {
    deviations.push('payload: an empty list instead of an object')
    repaired.payload = {}
  }
  repairTags(repaired, deviations)
  repairImportance(repaired, deviations)
  repairNumber(repaired, 'duration', deviations)
  repairTime(repaired, deviations)
  repairLocation(repaired, 'calledFrom', deviations)
  repairLocation(repaired, 'definedIn', deviations)
  if (isJsonObject(repaired.nested) && Object.keys(repaired.nested).length === 0) repaired.nested = []
  return { event: repaired, extra }
}

function repairTags(event: Record<string, unknown>, deviations: string[]): void {
  const { tags } = event
  if (tags === undefined || (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) return
  if (typeof tags === 'string') event.tags = [tags]
  else if (Array.isArray(tags)) event.tags = tags.filter((tag) => tag !== null).map(scalarText)
  else if (isJsonObject(tags)) event.tags = Object.entries(tags).map(([name, value]) => `${name}:${scalarText(value)}`)
  else return
  deviations.push('tags: not a list of strings')
}

function repairImportance(event: Record<string, unknown>, deviations: string[]): void {
  const { importance } = event
  if (importance === undefined) return
  const number = typeof importance === 'string' ? (importanceOf(importance) ?? Number(importance)) : importance
  if (typeof number !== 'number' || !Number.isFinite(number)) return
  event.importance = clampImportance(number)
  if (event.importance !== importance)
    deviations.push(`importance: ${scalarText(importance)} is not a whole number 1-8`)
}

function repairNumber(event: Record<string, unknown>, key: string, deviations: string[]): void {
  const value = event[key]
  if (typeof value !== 'string' || value.trim() === '' || !Number.isFinite(Number(value))) return
  event[key] = Number(value)
  deviations.push(`${key}: a number sent as a string`)
}

function repairTime(event: Record<string, unknown>, deviations: string[]): void {
  repairNumber(event, 'time', deviations)
  if (typeof event.time !== 'string') return
  const parsed = Date.parse(event.time)
  if (Number.isNaN(parsed)) return
  event.time = parsed
  deviations.push('time: a date sent as a string')
}

function repairLocation(event: Record<string, unknown>, key: string, deviations: string[]): void {
  const value = event[key]
  if (typeof value === 'string') {
    const [, file, line] = /^(.*?)(?::(\d+))?$/s.exec(value) ?? []
    event[key] = line === undefined ? { file } : { file, line: Number(line) }
    deviations.push(`${key}: a string instead of an object`)
    return
  }
  if (!isJsonObject(value)) return
  const repaired: Record<string, unknown> = {}
  for (const [from, part] of Object.entries(value)) {
    const name = LOCATION_ALIASES.get(from) ?? from
    if (!LOCATION_KEYS.has(name) || part === null) continue
    if (name !== from && name in value) continue
    if (name !== from)
      deviations.push(`${key}.${from}: ${from === 'relativePath' ? 'sent for' : 'old name of'} ${name}`)
    repaired[name] = name === 'file' || typeof part !== 'string' ? part : Number(part)
  }
  event[key] = repaired
}

/** Copies a payload into its type's shape as far as its meaning is clear, and notes each difference. */
export function repairPayload(type: string, payload: JsonObject, deviations: string[]): JsonObject {
  const repaired: Record<string, unknown> = { ...payload }
  for (const [key, value] of Object.entries(payload)) if (value === null) delete repaired[key]
  if (type === 'email') repairEmail(repaired, deviations)
  if (type === 'access_check') repairAccess(repaired, deviations)
  if (type === 'request') repairParams(repaired, deviations)
  return repaired
}

function repairEmail(payload: Record<string, unknown>, deviations: string[]): void {
  if (payload.replyTo === undefined && payload.reply_to !== undefined) {
    payload.replyTo = payload.reply_to
    delete payload.reply_to
    deviations.push('payload.reply_to: old name of replyTo')
  }
  for (const key of ['to', 'cc', 'bcc', 'attachments']) {
    if (typeof payload[key] !== 'string') continue
    payload[key] = [payload[key]]
    deviations.push(`payload.${key}: a string instead of a list`)
  }
}

function repairAccess(payload: Record<string, unknown>, deviations: string[]): void {
  const { access } = payload
  if (typeof access !== 'string' || access === 'GRANT' || access === 'DENIED') return
  const word = access.toUpperCase()
  if (!/^(GRANT(ED)?|ALLOW(ED)?|DEN(Y|IED))$/.test(word)) return
  payload.access = word.startsWith('DEN') ? 'DENIED' : 'GRANT'
  deviations.push(`payload.access: ${access} instead of ${payload.access}`)
}

function repairParams(payload: Record<string, unknown>, deviations: string[]): void {
  for (const key of ['headers', 'query', 'cookies', 'session']) {
    const value = payload[key]
    if (!isJsonObject(value)) continue
    payload[key] = Object.entries(value).flatMap(([name, one]) =>
      (Array.isArray(one) ? one : [one]).map((item: unknown) => ({ key: name, value: item })),
    )
    deviations.push(`payload.${key}: an object instead of a list of key and value`)
  }
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
