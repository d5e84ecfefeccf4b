import type { Target } from './target.ts'

/** A place at which a protocol takes bodies. */
export interface Door {
  readonly name: string
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  /** What it answers to a body that is no JSON: status, and a part of the text. */
  readonly malformed: Answer
  /** To a body that says it is gzip, and is not, or ends too early. */
  readonly badGzip: Answer
  /** To a body that nests a hundred times deeper than is taken. */
  readonly tooDeep: Answer
  /** A body that is taken, for a session of DataCat's daemon with this id. */
  sample(session: string): Readonly<Record<string, unknown>>
  /** Reads with the token. */
  readonly isProtected?: true
}

export interface Answer {
  readonly status: number
  readonly text: string
}

const answer = (status: number, text: string): Answer => ({ status, text })

const REFUSED_BODY = answer(400, 'Invalid request body\n')
const BAD_GZIP = answer(400, 'Failed to decompress request\n')
const NO_FACTS = answer(400, 'Product and version are required fields\n')

const EVENT = {
  name: 'n',
  category: 'info',
  group: 'g',
  labels: ['a:b'],
  message: 'm',
  data: { a: 1 },
  stacktrace: ['at x'],
  exception_type: 'E',
  exception_msg: 'e',
  source_file: '/a.py',
  source_line: 3,
  source_function: 'f',
  level: 'error',
  timestamp: '2026-11-21T02:21:10.629937096Z',
}
const METRIC = {
  name: 'm',
  type: 'histogram',
  value: 1,
  count: 2,
  unit: 's',
  tags: ['a:b'],
  metadata: { buckets: [{ le: 1, count: 2 }], sum: 1, count: 2 },
  timestamp: '2026-11-21T02:21:10Z',
}
const STATE = { timestamp: '2026-11-21T02:21:10Z', state: { window: { open: true }, product: 'p', version: 'v' } }

/** DataCat's server, at a session that nobody began. */
const datacat = (operation: string, body: object): Door => ({
  name: `DataCat ${operation}`,
  method: 'POST',
  path: `/api/sessions/hostile/${operation}`,
  malformed: REFUSED_BODY,
  badGzip: BAD_GZIP,
  tooDeep: REFUSED_BODY,
  sample: () => ({ ...body }),
})

const daemon = (path: string, text: string, body: object): Door => ({
  name: `DataCat daemon ${path}`,
  method: 'POST',
  path,
  malformed: answer(400, text),
  badGzip: BAD_GZIP,
  tooDeep: REFUSED_BODY,
  sample: (session) => ({ session_id: session, ...body }),
})

const ROUNDWARE_EVENT = {
  session_id: 1,
  event_type: 'heartbeat',
  client_time: '2017-05-06T22:55:15.114568',
  latitude: 1.2345,
  longitude: '2.3456',
  tag_ids: '3,8',
  data: 'some',
}

const roundware = (path: string, body: object): Door => ({
  name: `Roundware ${path}`,
  method: 'POST',
  path,
  malformed: answer(400, '{"detail":"JSON parse error - Expecting'),
  badGzip: answer(400, '{"detail":"the body is not valid gzip'),
  tooDeep: answer(413, '{"detail":"JSON nests deeper'),
  sample: () => ({ ...body }),
})

/** Every door that takes JSON, with its documented errors. */
export const DOORS: readonly Door[] = [
  {
    name: 'events',
    method: 'POST',
    path: '/events?app=hostile',
    malformed: answer(400, '{"accepted":0,"invalid":1,'),
    badGzip: answer(400, '"reason":"the body is not valid gzip'),
    tooDeep: answer(413, '"reason":"JSON nests deeper than 1000 levels"'),
    sample: () => ({
      type: 'query',
      payload: { target: 'mysql', query: 'SELECT 1', bindings: [1] },
      time: 1547058563454,
      duration: 3,
      importance: 4,
      success: false,
      tags: ['db:mysql'],
      calledFrom: { file: '/a.php', line: 1 },
      nested: [{ type: 'log', payload: { message: 'x' } }],
    }),
  },
  {
    name: 'query',
    method: 'POST',
    path: '/api/query',
    malformed: answer(400, '{"success":false,"error":"'),
    badGzip: answer(400, '{"success":false,"error":"the body is not valid gzip'),
    tooDeep: answer(400, '{"success":false,"error":"'),
    sample: () => ({
      query: {
        from: { instance: '*', stream: 's' },
        where: [{ field: 'payload.a', operator: 'contains', value: 'x' }],
        orderBy: { field: 'time', direction: 'desc' },
        limit: 3,
        offset: 1,
        reduce: { type: 'count', groupBy: ['type'] },
      },
    }),
    isProtected: true,
  },
  {
    name: 'event log',
    method: 'POST',
    path: '/api/event-log/appendEvent',
    malformed: answer(400, '{"success":false,"error":"not JSON'),
    badGzip: answer(400, '{"success":false,"error":"the body is not valid gzip'),
    tooDeep: answer(413, '{"success":false,"error":"JSON nests deeper than 1000 levels"}'),
    sample: () => ({
      instanceId: 'hostile',
      streamId: 's',
      eventType: 't',
      payload: { a: 1, severity: 'error', duration: 3 },
      metadata: { source: 'x' },
      timestamp: 1547058563454,
      autoCreateInstance: true,
    }),
    isProtected: true,
  },
  {
    name: 'DataCat sessions',
    method: 'POST',
    path: '/api/sessions',
    malformed: NO_FACTS,
    badGzip: BAD_GZIP,
    tooDeep: REFUSED_BODY,
    sample: () => ({ product: 'p', version: 'v', machine_id: 'm', hostname: 'h' }),
  },
  datacat('state', STATE),
  datacat('events', EVENT),
  datacat('metrics', METRIC),
  daemon('/register', 'Invalid request body\n', { parent_pid: 1, product: 'P', version: '1' }),
  daemon('/state', 'Invalid request\n', STATE),
  daemon('/event', 'Invalid request\n', EVENT),
  daemon('/metric', 'Invalid request\n', { ...METRIC, type: 'counter', delta: 2 }),
  daemon('/heartbeat', 'Invalid request\n', {}),
  {
    name: 'Roundware version 1',
    method: 'POST',
    path: '/api/1/?operation=log_event&session_id=1',
    malformed: answer(200, '{"error_message": "an event_type is required for this operation"}'),
    badGzip: answer(200, '{"error_message": '),
    tooDeep: answer(413, '{"error_message": '),
    sample: () => ({ ...ROUNDWARE_EVENT, operation: 'log_event', tags: '1,2' }),
  },
  roundware('/api/2/events/', ROUNDWARE_EVENT),
  roundware('/api/2/sessions/', { project_id: 1, geo_listen_enabled: false, client_system: 'x', timezone: '0000' }),
  roundware('/api/2/users/', { device_id: 'd', client_type: 'web' }),
  roundware('/api/2/listenevents/', { starttime: '2026-11-21T02:30:17.413Z', session: 77, asset: 11 }),
  { ...roundware('/api/2/listenevents/1', { duration_in_seconds: 0.3 }), method: 'PATCH' },
]

/** Sends a body to a door, as JSON unless `headers` say otherwise. */
export async function knock(
  { url, token }: Pick<Target, 'url' | 'token'>,
  { method, path, isProtected }: Pick<Door, 'method' | 'path' | 'isProtected'>,
  body: BodyInit,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    body,
    headers: {
      'content-type': 'application/json',
      ...(isProtected && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  })
  return { status: response.status, text: await response.text() }
}
