import type { IncomingMessage } from 'node:http'
import type { RoundwareDesk } from '../roundware/desk.ts'
import { readId } from '../roundware/event-record.ts'
import type { EventFilters } from '../roundware/reads.ts'
import { Refusal, refuseField, refuseToFind } from '../roundware/refusal.ts'
import { hasField, readPairs, type SentFields, textOf } from '../roundware/sent-fields.ts'
import { describeProject } from '../roundware/stubs.ts'

/** A request that found its route. */
export interface Call {
  readonly request: IncomingMessage
  readonly url: URL
  /** Of the path; 0 where that names none. */
  readonly id: number
  readonly fields: SentFields
}

/** What is answered with status 200; rejects with a `Refusal`. */
export type Answer = (call: Call) => unknown

export interface Route {
  /** Of the path below `/api/2/`, without the slash at its end. */
  readonly path: RegExp
  readonly methods: { readonly [M in 'get' | 'post' | 'patch']?: Answer }
}

/** `/api/2/events/?name=value`. */
const FILTERS: EventFilters = {
  event_type: ({ event_type }, value) => event_type.toLowerCase().includes(value.toLowerCase()),
  server_time: ({ server_time }, value) => server_time.startsWith(value),
  server_time__gt: ({ server_time }, value) => server_time > value,
  server_time__lt: ({ server_time }, value) => server_time < value,
  latitude: ({ latitude }, value) => latitude?.startsWith(value) ?? false,
  longitude: ({ longitude }, value) => longitude?.startsWith(value) ?? false,
  tag_ids: ({ tag_ids }, value) => tag_ids?.includes(value) ?? false,
}

/** All that the web client asks for. What only Roundware's server has, like assets, is answered with nothing. */
export function createRoutes(desk: RoundwareDesk): readonly Route[] {
  return [
    {
      path: /^events$/,
      methods: {
        get: ({ url }) => desk.reads.filteredEvents(url.searchParams, 'session_id', FILTERS),
        post: ({ fields }) => desk.fileEvent(fields),
      },
    },
    { path: /^events\/(\d+)$/, methods: { get: async ({ id }) => (await desk.reads.event(id)) ?? findNothing() } },
    { path: /^users$/, methods: { post: (call) => addUser(desk, call) } },
    { path: /^users\/(\d+)$/, methods: { patch: ({ id, fields }) => ({ ...fields.values, id }) } },
    { path: /^sessions$/, methods: { post: (call) => beginSession(desk, call) } },
    { path: /^sessions\/(\d+)$/, methods: { get: async ({ id }) => (await desk.reads.session(id)) ?? findNothing() } },
    { path: /^projects\/(\d+)$/, methods: { get: getProject } },
    { path: /^projects\/\d+\/uiconfig$/, methods: { get: () => ({ listen: [], speak: [] }) } },
    { path: /^(?:speakers|audiotracks|assets|timedassets)$/, methods: { get: () => [] } },
    { path: /^(?:speakers|audiotracks|assets|timedassets)\/\d+$/, methods: { get: findNothing } },
    { path: /^assets\/(\d+)\/votes$/, methods: { get: () => [], post: (call) => vote(desk, call) } },
    { path: /^listenevents$/, methods: { post: ({ fields }) => desk.beginListen(fields) } },
    { path: /^listenevents\/(\d+)$/, methods: { patch: ({ id, fields }) => desk.endListen(id, fields) } },
    { path: /^envelopes$/, methods: { post: (call) => createEnvelope(desk, call) } },
    {
      path: /^envelopes\/(\d+)$/,
      methods: { get: (call) => getEnvelope(desk, call), patch: (call) => upload(desk, call) },
    },
  ]
}

function findNothing(): never {
  throw refuseToFind()
}

function addUser(desk: RoundwareDesk, { fields }: Call): unknown {
  const user = desk.users.add(textOf(fields, 'device_id') ?? '', textOf(fields, 'client_type') ?? '')
  const { id, username, token, device_id, client_type } = user
  return { id, username, token, first_name: '', last_name: '', email: '', device_id, client_type }
}

function beginSession(desk: RoundwareDesk, { request, fields }: Call): unknown {
  if (!hasField(fields, 'project_id')) throw refuseField('project_id', 'This field is required.')
  const user = desk.users.find(request.headers.authorization)
  return desk.beginSession({
    project: readId(fields.values.project_id, 'Project'),
    deviceId: user?.device_id ?? null,
    clientType: user?.client_type ?? null,
    clientSystem: textOf(fields, 'client_system'),
    isGeoListening: fields.values.geo_listen_enabled === true,
    timezone: textOf(fields, 'timezone') ?? '0000',
  })
}

function getProject({ id, url }: Call): unknown {
  if (!url.searchParams.has('session_id')) throw new Refusal('session_id parameter is required')
  return describeProject(id)
}

/** The server logs a vote as an event. */
async function vote(desk: RoundwareDesk, { id: asset, fields }: Call): Promise<unknown> {
  const named = readPairs([...Object.entries(fields.values), ['asset_id', asset]])
  const { id, session_id } = await desk.fileOwnEvent('vote_asset', named)
  const { vote_type: type = null, value = null } = fields.values
  return { id, type, value, asset_id: asset, session_id }
}

/** An envelope is what recordings are sent in; its id is that of the event that tells of it. */
async function createEnvelope(desk: RoundwareDesk, { fields }: Call): Promise<unknown> {
  const { id, session_id } = await desk.fileOwnEvent('create_envelope', fields)
  return { id, session_id, asset_ids: [] }
}

async function getEnvelope(desk: RoundwareDesk, { id }: Call): Promise<unknown> {
  const event = await desk.reads.event(id)
  if (event?.event_type !== 'create_envelope') throw refuseToFind()
  return { id, session_id: event.session_id, asset_ids: [] }
}

/** The server logs the upload as an event; the recording itself goes nowhere. */
async function upload(desk: RoundwareDesk, { id: envelope, fields }: Call): Promise<unknown> {
  if (!hasField(fields, 'file') && !hasField(fields, 'asset_id')) throw new Refusal('asset_id or file required')
  const named = readPairs([...Object.entries(fields.values), ['envelope_id', envelope]])
  const { id, session_id, latitude, longitude, tag_ids } = await desk.fileOwnEvent('start_upload', named)
  return { id, envelope_ids: [envelope], session_id, latitude, longitude, tag_ids }
}
