import { createHash } from 'node:crypto'
import { isJsonObject } from './json.ts'
import type { Decoded, DecodedEvent, DecodedPoint, DecodedStream } from './protocol.ts'

/** Characters of a name: a type, a target, a tag, an app, a stream, the key of a series. */
const NAME_LENGTH = 1000
/** Characters of the path of a file. */
const PATH_LENGTH = 4000
/** Characters of all tags of an event together. */
const TAGS_LENGTH = 16_000

/**
 * Cuts names that are none: a list carries them with each row, and groups by them, so a megabyte of one would be carried
 * a thousand times. What was cut is told in `deviations`; payloads stay whole. The same object where nothing is too long.
 */
export function boundNames(decoded: Decoded): Decoded {
  return decoded.streams.every(fitsStream) ? decoded : { ...decoded, streams: decoded.streams.map(boundStream) }
}

function fitsStream({ instance = '', stream, events, points = [] }: DecodedStream): boolean {
  return fitsName(instance) && fitsName(stream) && events.every(fitsEvent) && points.every(fitsPoint)
}

function fitsPoint({ key, event }: DecodedPoint): boolean {
  return fitsName(key) && fitsEvent(event)
}

function fitsEvent({ type, target, tags, calledFrom, definedIn, nested }: DecodedEvent): boolean {
  return (
    fitsName(type) &&
    fitsName(target ?? '') &&
    (tags.length === 0 || (tags.every(fitsName) && lengthOf(tags) <= TAGS_LENGTH)) &&
    (calledFrom?.file.length ?? 0) <= PATH_LENGTH &&
    (definedIn?.file.length ?? 0) <= PATH_LENGTH &&
    nested.every(fitsEvent)
  )
}

function fitsName(name: string): boolean {
  return name.length <= NAME_LENGTH
}

function lengthOf(tags: readonly string[]): number {
  return tags.reduce((sum, tag) => sum + tag.length + 1, 0)
}

function boundStream(stream: DecodedStream): DecodedStream {
  return {
    ...stream,
    ...(stream.instance !== undefined && { instance: cut(stream.instance) }),
    stream: cut(stream.stream),
    events: stream.events.map(boundEvent),
    ...(stream.points && { points: stream.points.map(boundPoint) }),
  }
}

/** Keys that begin the same stay different ones. */
function boundPoint(point: DecodedPoint): DecodedPoint {
  const { key, event } = point
  const hash = () => createHash('sha256').update(key).digest('hex')
  return { ...point, key: fitsName(key) ? key : cut(key) + hash(), event: boundEvent(event) }
}

function boundEvent(event: DecodedEvent): DecodedEvent {
  if (fitsEvent(event)) return event
  const { type, target, tags, calledFrom, definedIn, nested } = event
  const bound = {
    type: cut(type),
    target: target === null ? null : cut(target),
    tags: boundTags(tags),
    calledFrom: calledFrom && { ...calledFrom, file: cut(calledFrom.file, PATH_LENGTH) },
    definedIn: definedIn && { ...definedIn, file: cut(definedIn.file, PATH_LENGTH) },
  }
  const deviations = [
    ...tellCut('type', type, bound.type),
    ...tellCut('target', target, bound.target),
    ...(lengthOf(tags) === lengthOf(bound.tags)
      ? []
      : [`tags: ${lengthOf(tags)} characters, cut to ${lengthOf(bound.tags)}`]),
    ...tellCut('calledFrom.file', calledFrom?.file, bound.calledFrom?.file),
    ...tellCut('definedIn.file', definedIn?.file, bound.definedIn?.file),
  ]
  return { ...event, ...bound, nested: nested.map(boundEvent), metadata: addDeviations(event.metadata, deviations) }
}

function boundTags(tags: readonly string[]): readonly string[] {
  const kept: string[] = []
  let room = TAGS_LENGTH
  for (const tag of tags.map((whole) => cut(whole))) {
    room -= tag.length + 1
    if (room < 0) return kept
    kept.push(tag)
  }
  return kept
}

function cut(text: string, length = NAME_LENGTH): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

function tellCut(name: string, whole: string | null | undefined, kept: string | null | undefined): string[] {
  return !whole || whole === kept ? [] : [`${name}: ${whole.length} characters, cut to ${kept?.length}`]
}

function addDeviations(metadata: string | null, deviations: readonly string[]): string | null {
  if (deviations.length === 0) return metadata
  const value: unknown = JSON.parse(metadata ?? '{}')
  const known = isJsonObject(value) ? value : {}
  const before = Array.isArray(known.deviations) ? known.deviations : []
  return JSON.stringify({ ...known, deviations: [...before, ...deviations] })
}
