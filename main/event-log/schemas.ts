import Type from 'typebox'
import { OPERATORS, REDUCE_TYPES } from '../../shared/query/query.ts'
import { NAME_LENGTH } from '../protocols/codebolt-append.ts'

/** What the operations of the event log take and answer, as JSON Schema: checked at the door and published as OpenAPI. */

/** Characters; all instances are answered at once. */
const DESCRIPTION_LENGTH = 2000

const name = Type.String({ minLength: 1, maxLength: NAME_LENGTH })
const description = Type.Union([Type.String({ maxLength: DESCRIPTION_LENGTH }), Type.Null()])
const instanceId = Type.String({
  minLength: 1,
  maxLength: NAME_LENGTH,
  description: 'Id of an instance, or its name',
})
const time = Type.String({ format: 'date-time' })

export const createParams = Type.Object({ name, description: Type.Optional(description) })
export const instanceParams = Type.Object({ instanceId })
export const noParams = Type.Object({})
export const updateParams = Type.Object({
  instanceId,
  name: Type.Optional(name),
  description: Type.Optional(description),
})

const shortText = Type.Optional(Type.String({ maxLength: NAME_LENGTH }))
const appendedEvent = {
  stream_id: Type.Optional(Type.String({ maxLength: NAME_LENGTH, description: '"default" without' })),
  streamId: shortText,
  event_type: Type.Optional(Type.String({ maxLength: NAME_LENGTH, description: '"event" without' })),
  eventType: shortText,
  payload: Type.Optional(Type.Unknown({ description: 'Any JSON; {} without' })),
  metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  timestamp: Type.Optional(
    Type.Union([Type.Number(), time], { description: 'ms since the epoch or ISO 8601; when it arrives, without' }),
  ),
}
const appendTarget = {
  instanceId,
  autoCreateInstance: Type.Optional(Type.Boolean({ description: 'Makes the instance if there is none' })),
}
export const appendEventParams = Type.Object({ ...appendTarget, ...appendedEvent })
export const appendEventsParams = Type.Object({ ...appendTarget, events: Type.Array(Type.Object(appendedEvent)) })

const comparison = Type.Object({
  field: Type.String(),
  operator: Type.Enum([...OPERATORS]),
  value: Type.Optional(Type.Unknown()),
})
const conditions = Type.Array(Type.Unknown({ description: 'Conditions, which may be groups again' }))
const condition = Type.Union([
  comparison,
  Type.Object({ any: conditions }),
  Type.Object({ all: conditions }),
  Type.Object({ not: Type.Unknown({ description: 'A condition' }) }),
])
const order = Type.Object({
  field: Type.String(),
  direction: Type.Optional(Type.Enum(['asc', 'desc'])),
})
export const queryParams = Type.Object({
  query: Type.Object({
    from: Type.Object({ instance: instanceId, stream: Type.Optional(Type.String()) }),
    where: Type.Optional(Type.Array(condition)),
    select: Type.Optional(Type.Array(Type.String())),
    orderBy: Type.Optional(Type.Union([order, Type.Array(order)])),
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
    reduce: Type.Optional(
      Type.Object({
        type: Type.Enum([...REDUCE_TYPES]),
        field: Type.Optional(Type.String({ description: 'Of which; only count needs none' })),
        groupBy: Type.Optional(Type.Array(Type.Unknown({ description: 'A field, or {field, bucket}' }))),
      }),
    ),
  }),
})

const instance = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  createdAt: time,
  updatedAt: time,
})
const event = Type.Object({
  id: Type.String(),
  instanceId: Type.String(),
  stream_id: Type.String(),
  event_type: Type.String(),
  payload: Type.Unknown(),
  metadata: Type.Record(Type.String(), Type.Unknown()),
  timestamp: time,
  sequence_number: Type.Integer({ minimum: 1 }),
})
export const instanceData = Type.Object({ instance })
export const instancesData = Type.Object({ instances: Type.Array(instance) })
export const statsData = Type.Object({
  instanceId: Type.String(),
  name: Type.String(),
  eventCount: Type.Integer({ minimum: 0 }),
  createdAt: time,
  updatedAt: time,
})
export const eventData = Type.Object({ event })
export const eventsData = Type.Object({ events: Type.Array(event), count: Type.Integer({ minimum: 0 }) })
export const resultData = Type.Object({
  result: Type.Object({
    events: Type.Optional(
      Type.Array(Type.Object({}), {
        description: 'Whole events, or the fields that `select` names; none with `reduce`',
      }),
    ),
    aggregation: Type.Optional(
      Type.Unknown({ description: 'With `reduce`: its value, or with `groupBy` a list of {group, value}' }),
    ),
    total: Type.Integer({ minimum: 0, description: 'Matches before limit and offset' }),
    limit: Type.Optional(Type.Integer()),
    offset: Type.Optional(Type.Integer()),
  }),
})

export type InstanceData = Type.Static<typeof instance>
export type EventData = Type.Static<typeof event>
export type StatsData = Type.Static<typeof statsData>
