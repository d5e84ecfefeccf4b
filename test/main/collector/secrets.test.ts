import { expect, test } from 'vitest'
import { askApi } from '../../helpers/ask-api.ts'
import { shareCollector } from '../../helpers/collector.ts'

const ORDER = { type: 'order', payload: { id: 1, password: 'hunter2', user: { accessToken: 'abc-def' }, tokens: 7 } }
const REQUEST = {
  type: 'request',
  payload: { method: 'GET', uri: '/pay?api_key=k-123&page=2', headers: [{ key: 'Cookie', value: 'sid=s-456' }] },
}
const SECRETS = /hunter2|abc-def|k-123|s-456/

const collector = shareCollector([ORDER, REQUEST])

const ask = (path: string, query?: object) => askApi(collector(), path, query)

test.each([
  ['whole events', {}],
  ['fields that are picked', { select: ['payload.password', 'payload.uri', 'payload.headers', 'summary'] }],
  ['groups', { reduce: { type: 'count', groupBy: ['payload.password'] } }],
  ['a greatest value', { reduce: { type: 'max', field: 'payload.password' } }],
  ['values by group', { reduce: { type: 'collect', field: 'payload.user.accessToken', groupBy: ['type'] } }],
  ['values of which a part is secret', { reduce: { type: 'collect', field: 'payload' } }],
])('an answer to a query has no secrets, unless they are asked for: %s', async (_, query) => {
  expect(await ask('/api/query', query)).not.toMatch(SECRETS)
  expect(await ask('/api/query', query)).toContain('HIDDEN')
  expect(await ask('/api/query?secrets=show', query)).toMatch(SECRETS)
})

test('what is no secret stays as it was', async () => {
  const { data } = JSON.parse(await ask('/api/query', {}))
  expect(data.result.events[0].payload).toEqual({
    id: 1,
    password: 'HIDDEN',
    user: { accessToken: 'HIDDEN' },
    tokens: 7,
  })
  expect(data.result.events[1].payload.uri).toBe('/pay?api_key=HIDDEN&page=2')
})

test.each([1, 2])('one event has no secrets, unless they are asked for: %i', async (id) => {
  expect(await ask(`/api/events/${id}`)).not.toMatch(SECRETS)
  expect(await ask(`/api/events/${id}`)).toContain('HIDDEN')
  expect(await ask(`/api/events/${id}?secrets=show`)).toMatch(SECRETS)
})
