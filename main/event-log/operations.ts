import type { Static, TSchema } from 'typebox'
import { checkQuery } from '../../shared/query/check.ts'
import type { Condition, EventQuery, QueryResult } from '../../shared/query/query.ts'
import { lazyShape } from '../lazy-shape.ts'
import { type Intake, takeMessage } from '../listeners/intake.ts'
import type { AsyncLogApi } from '../log/api.ts'
import type { EventLogInstance } from '../log/instances.ts'
import { type APPEND_TYPES, AppendError, type AppendRequest, readAppend } from '../protocols/codebolt-append.ts'
import type { Source } from '../protocols/protocol.ts'
import { OperationError } from './operation-error.ts'
import {
  createParams,
  type EventData,
  type InstanceData,
  instanceParams,
  noParams,
  type StatsData,
  updateParams,
} from './schemas.ts'

/** What the operations work with. */
export interface EventLogServices {
  readonly log: AsyncLogApi
  readonly intake: Intake
}

/** One call of an operation, by WebSocket or by HTTP. */
export interface OperationCall {
  readonly params: unknown
  /** The frame that the call came in, byte by byte: what is appended is read from it. */
  readonly frame: Uint8Array
  /** Of the connection; a frame that cannot be understood is kept there. */
  readonly source: Source
}

type Operation = (call: OperationCall, services: EventLogServices) => Promise<object>

/**
 * The operations of the event log, each giving the `data` of its answer. They reach what such clients have
 * appended, and nothing that an app has sent in another way: that answers only to who has the token. They reject with what `toOperationError` makes readable.
 */
export const OPERATIONS = {
  createInstance: operation(createParams, async ({ name, description = null }, { log }) => ({
    instance: publishInstance(await log.createInstance({ name, description })),
  })),
  getInstance: operation(instanceParams, async ({ instanceId }, { log }) => ({
    instance: publishInstance(await log.findInstance(instanceId)),
  })),
  listInstances: operation(noParams, async (_, { log }) => ({
    instances: (await log.listInstances()).map(publishInstance),
  })),
  updateInstance: operation(updateParams, async ({ instanceId, name, description }, { log }) => {
    const changes = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) }
    return { instance: publishInstance(await log.updateInstance(instanceId, changes)) }
  }),
  deleteInstance: operation(instanceParams, async ({ instanceId }, { log }) => ({
    instance: publishInstance(await log.deleteInstance(instanceId)),
  })),
  getInstanceStats: operation(instanceParams, async ({ instanceId }, { log }): Promise<StatsData> => {
    const { instance, events } = await log.instanceStats(instanceId)
    const { id, name, createdAt, updatedAt } = publishInstance(instance)
    return { instanceId: id, name, eventCount: events, createdAt, updatedAt }
  }),
  appendEvent: async (call, services) => {
    const [event] = await append('eventLog.appendEvent', call, services)
    return { event }
  },
  appendEvents: async (call, services) => {
    const events = await append('eventLog.appendEvents', call, services)
    return { events, count: events.length }
  },
  queryEvents: async ({ params }, { log }) => ({ result: await queryEvents(params, log) }),
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name)
}

/** An operation whose `params` are checked against a schema first. */
function operation<S extends TSchema>(
  schema: S,
  run: (params: Static<S>, services: EventLogServices) => Promise<object>,
): Operation {
  const shape = lazyShape(schema)
  return async ({ params = {} }, services) => {
    if (shape.is(params)) return run(params, services)
    const error = shape.findError(params)
    const path = ['params', ...(error?.instancePath.split('/').slice(1) ?? [])].join('.')
    throw new OperationError('invalid', `${path}: ${error?.message ?? 'is not valid'}`)
  }
}

/** What an event of the log shows to its clients; the rest is the viewer's. */
const PUBLISHED_FIELDS = [
  'id',
  'instanceId',
  'stream_id',
  'event_type',
  'payload',
  'metadata',
  'timestamp',
  'sequence_number',
]

/** What an app sends under the id of an instance is the app's. */
const APPENDED: Condition = { field: 'protocol', operator: 'eq', value: 'codebolt' }

async function queryEvents(params: unknown, log: AsyncLogApi): Promise<QueryResult> {
  const given = typeof params === 'object' && params !== null && 'query' in params ? params.query : undefined
  const query: EventQuery = checkQuery(given)
  const { id } = await log.findInstance(query.from.instance)
  return log.query({
    ...query,
    from: { ...query.from, instance: id },
    where: [APPENDED, ...(query.where ?? [])],
    select: query.select ?? PUBLISHED_FIELDS,
  })
}

async function append(
  type: (typeof APPEND_TYPES)[number],
  { params, frame, source }: OperationCall,
  { log, intake }: EventLogServices,
): Promise<readonly EventData[]> {
  let request: AppendRequest
  try {
    request = readAppend(type, params)
  } catch (error) {
    if (error instanceof AppendError) await takeMessage(intake, frame, source)
    throw error
  }
  if (request.events.length === 0) {
    await (request.mayCreate ? log.ensureInstance(request.instance) : log.findInstance(request.instance))
    return []
  }
  const result = await takeMessage(intake, frame, source)
  if (result.kind !== 'stored') {
    throw new OperationError(result.kind === 'refused' ? 'too-large' : 'failed', result.reason)
  }
  const { place, sequences = [], lastId, problems } = result
  const [problem] = problems
  if (problem || !place) {
    throw new OperationError(
      problem?.path === 'instanceId' ? 'not-found' : 'failed',
      problem?.reason ?? 'nothing was stored',
    )
  }
  const firstId = lastId - request.events.length + 1
  return request.events.map(({ stream, type, payload, metadata, time }, index) => ({
    id: String(firstId + index),
    instanceId: place.instance,
    stream_id: stream,
    event_type: type,
    payload,
    metadata,
    timestamp: new Date(time ?? place.received).toISOString(),
    sequence_number: sequences[index] ?? 0,
  }))
}

function publishInstance({ id, name, description, created, updated }: EventLogInstance): InstanceData {
  return {
    id,
    name,
    ...(description !== null && { description }),
    createdAt: new Date(created).toISOString(),
    updatedAt: new Date(updated).toISOString(),
  }
}
