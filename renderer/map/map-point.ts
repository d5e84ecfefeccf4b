import type { EventId } from '../../shared/event.ts'
import type { Condition } from '../../shared/query/query.ts'

/** An event that says where it happened. */
export interface MapPoint {
  readonly id: EventId
  readonly type: string
  /** ms since the epoch. */
  readonly time: number
  readonly summary: string
  /** Degrees, north and east positive. */
  readonly latitude: number
  readonly longitude: number
}

/** Names under which senders tell a place, latitude first. */
const NAMES = [
  ['latitude', 'longitude'],
  ['lat', 'lng'],
  ['lat', 'lon'],
] as const

/** True for events that may be points of a map; `readPoint` tells whether they are. */
export const HAS_PLACE: Condition = {
  any: [
    { field: 'payload.latitude', operator: 'exists' },
    { field: 'payload.lat', operator: 'exists' },
  ],
}

/** What a query has to select for `readPoint`. */
export const POINT_FIELDS: readonly string[] = [
  'id',
  'type',
  'time',
  'summary',
  ...new Set(NAMES.flat().map((name) => `payload.${name}`)),
]

/** The point that an event of a query's answer stands for; null where its place is none on Earth. */
export function readPoint(event: Readonly<Record<string, unknown>>): MapPoint | null {
  const payload = (event.payload ?? {}) as Readonly<Record<string, unknown>>
  for (const [latitudeName, longitudeName] of NAMES) {
    const latitude = readDegrees(payload[latitudeName], 90)
    const longitude = readDegrees(payload[longitudeName], 180)
    if (latitude === null || longitude === null) continue
    const time = new Date(event.time as string | number).getTime()
    return {
      id: Number(event.id),
      type: String(event.type),
      time,
      summary: String(event.summary),
      latitude,
      longitude,
    }
  }
  return null
}

/** Some senders write degrees as text. */
function readDegrees(value: unknown, most: number): number | null {
  const degrees = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof degrees === 'number' && Math.abs(degrees) <= most ? degrees : null
}
