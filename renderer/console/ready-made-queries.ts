import type { Condition, EventQuery } from '../../shared/query/query.ts'

/** A question that is asked often, with the query that answers it. */
export interface ReadyMadeQuery {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly query: EventQuery
}

const EVERY_APP: EventQuery['from'] = { instance: '*' }
const PER_MINUTE = { field: 'time', bucket: '1m' }

function isType(type: string): Condition {
  return { field: 'type', operator: 'eq', value: type }
}

export const READY_MADE_QUERIES: readonly ReadyMadeQuery[] = [
  {
    id: 'slowest-queries',
    title: 'Slowest queries by shape',
    description: 'The longest that a query of each shape took',
    query: {
      from: EVERY_APP,
      where: [isType('query')],
      reduce: { type: 'max', field: 'duration', groupBy: ['target', 'shape'] },
    },
  },
  {
    id: 'time-per-target',
    title: 'Time per target',
    description: 'How long all queries of each service took together',
    query: {
      from: EVERY_APP,
      where: [isType('query')],
      reduce: { type: 'sum', field: 'duration', groupBy: ['target'] },
    },
  },
  {
    id: 'n-plus-one',
    title: 'N+1 candidates by call site',
    description: 'How often one place in the code sent queries of one shape for one request',
    query: {
      from: EVERY_APP,
      where: [isType('query'), { field: 'calledFrom', operator: 'exists' }],
      reduce: { type: 'count', groupBy: ['calledFrom', 'shape', 'stream'] },
    },
  },
  {
    id: 'writes-per-minute',
    title: 'Writes per minute',
    description: 'Queries that change data, by service',
    query: {
      from: EVERY_APP,
      where: [{ field: 'write', operator: 'eq', value: true }],
      reduce: { type: 'count', groupBy: [PER_MINUTE, 'target'] },
    },
  },
  {
    id: 'errors-per-minute',
    title: 'Errors per minute',
    description: 'Events of importance error and worse, by app',
    query: {
      from: EVERY_APP,
      where: [{ field: 'importance', operator: 'gte', value: 5 }],
      reduce: { type: 'count', groupBy: [PER_MINUTE, 'instance'] },
    },
  },
  {
    id: 'exceptions',
    title: 'Exceptions by message',
    description: 'What broke, and how often',
    query: {
      from: EVERY_APP,
      where: [isType('exception')],
      reduce: { type: 'count', groupBy: ['payload.type', 'payload.message'] },
    },
  },
  {
    id: 'requests-by-status',
    title: 'Requests by status',
    description: 'Responses by their HTTP status',
    query: { from: EVERY_APP, where: [isType('response')], reduce: { type: 'count', groupBy: ['payload.status'] } },
  },
  {
    id: 'request-durations',
    title: 'How long requests take',
    description: 'Requests by duration, in steps of 10 ms',
    query: {
      from: EVERY_APP,
      where: [isType('request'), { field: 'duration', operator: 'exists' }],
      reduce: { type: 'count', groupBy: [{ field: 'duration', bucket: 10 }] },
    },
  },
  {
    id: 'slowest-templates',
    title: 'Slowest templates',
    description: 'The average time of each template',
    query: {
      from: EVERY_APP,
      where: [isType('template')],
      reduce: { type: 'avg', field: 'duration', groupBy: ['payload.name'] },
    },
  },
  {
    id: 'mails-per-recipient',
    title: 'Mails per recipient',
    description: 'Who gets mail, and how much of it',
    query: { from: EVERY_APP, where: [isType('email')], reduce: { type: 'count', groupBy: ['payload.to'] } },
  },
  {
    id: 'denied-accesses',
    title: 'Denied accesses',
    description: 'Who was refused what',
    query: {
      from: EVERY_APP,
      where: [isType('access_check'), { field: 'payload.access', operator: 'eq', value: 'DENIED' }],
      reduce: { type: 'count', groupBy: ['payload.object', 'payload.action', 'payload.control'] },
    },
  },
  {
    id: 'hung-sessions',
    title: 'Hung and crashed sessions',
    description: 'Sessions that stopped to answer, the newest first',
    query: {
      from: EVERY_APP,
      where: [isType('session'), { field: 'payload.action', operator: 'in', value: ['hung', 'crashed'] }],
      select: ['id', 'time', 'instance', 'payload.action', 'summary', 'stream'],
      orderBy: { field: 'time', direction: 'desc' },
      limit: 100,
    },
  },
  {
    id: 'events-per-app',
    title: 'Events per app',
    description: 'How much each app tells, by type',
    query: { from: EVERY_APP, reduce: { type: 'count', groupBy: ['instance', 'type'] } },
  },
  {
    id: 'largest-payloads',
    title: 'Largest payloads',
    description: 'The 50 events that carry most',
    query: {
      from: EVERY_APP,
      select: ['id', 'size', 'type', 'instance', 'summary'],
      orderBy: { field: 'size', direction: 'desc' },
      limit: 50,
    },
  },
  {
    id: 'busiest-minute',
    title: 'Busiest minute',
    description: 'All events minute by minute, with the peak',
    query: { from: EVERY_APP, reduce: { type: 'count', groupBy: [PER_MINUTE] } },
  },
]
