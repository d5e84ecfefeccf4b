import type { TSchema } from 'typebox'
import packageJson from '../../package.json' with { type: 'json' }
import type { OperationName } from './operations.ts'
import {
  appendEventParams,
  appendEventsParams,
  createParams,
  eventData,
  eventsData,
  instanceData,
  instanceParams,
  instancesData,
  noParams,
  queryParams,
  resultData,
  statsData,
  updateParams,
} from './schemas.ts'

/** How an operation is told about. */
interface DescribedOperation {
  readonly summary: string
  readonly params: TSchema
  readonly data: TSchema
  /** Statuses of its failures, beside those that every operation has. */
  readonly failures?: readonly (404 | 409)[]
}

const DESCRIPTIONS: Readonly<Record<OperationName, DescribedOperation>> = {
  createInstance: {
    summary: 'Makes an instance. No two have the same name.',
    params: createParams,
    data: instanceData,
    failures: [409],
  },
  getInstance: { summary: 'Gives an instance.', params: instanceParams, data: instanceData, failures: [404] },
  listInstances: { summary: 'Gives all instances, the oldest first.', params: noParams, data: instancesData },
  updateInstance: {
    summary: 'Changes name or description of an instance; null takes the description away.',
    params: updateParams,
    data: instanceData,
    failures: [404, 409],
  },
  deleteInstance: {
    summary: 'Deletes an instance with all its events, for good. Gives what it was.',
    params: instanceParams,
    data: instanceData,
    failures: [404],
  },
  getInstanceStats: {
    summary: 'Tells how many events an instance has.',
    params: instanceParams,
    data: statsData,
    failures: [404],
  },
  appendEvent: { summary: 'Adds an event.', params: appendEventParams, data: eventData, failures: [404] },
  appendEvents: {
    summary: 'Adds several events: all of them, or none.',
    params: appendEventsParams,
    data: eventsData,
    failures: [404],
  },
  queryEvents: {
    summary: 'Reads the events of an instance, or computes something over them.',
    params: queryParams,
    data: resultData,
    failures: [404],
  },
}

const FAILURES: Readonly<Record<number, string>> = {
  400: 'The params cannot be understood; the error names the place.',
  401: 'The token is missing or wrong.',
  404: 'There is no such instance.',
  409: 'Another instance has this name already.',
  413: 'The body is over one of the limits.',
  415: 'The content encoding is unknown; use gzip, deflate or br.',
  500: 'The log could not be read or written.',
}

/** The HTTP form of the event log as an OpenAPI 3.1 document. */
export function describeEventLogApi(): object {
  const paths = Object.entries(DESCRIPTIONS).map(([name, described]) => [
    `/api/event-log/${name}`,
    { post: describeOperation(name, described) },
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tattler event log',
      version: packageJson.version,
      description:
        'The nine operations of the Codebolt event log over HTTP. Events are never changed; they go with their instance alone.',
    },
    security: [{ token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Of running.json in the data folder; new with each start.',
        },
      },
      schemas: {
        Failure: {
          type: 'object',
          required: ['success', 'error'],
          properties: { success: { const: false }, error: { type: 'string' } },
        },
      },
    },
  }
}

function describeOperation(name: string, { summary, params, data, failures = [] }: DescribedOperation): object {
  const failing = [400, 401, ...failures, 413, 415, 500].map((status) => [
    String(status),
    { description: FAILURES[status], content: json({ $ref: '#/components/schemas/Failure' }) },
  ])
  return {
    operationId: name,
    summary,
    requestBody: { required: params !== noParams, content: json(params) },
    responses: {
      200: {
        description: 'Done.',
        content: json({
          type: 'object',
          required: ['success', 'data'],
          properties: { success: { const: true }, data },
        }),
      },
      ...Object.fromEntries(failing),
    },
  }
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}
