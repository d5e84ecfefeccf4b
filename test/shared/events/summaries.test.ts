import { expect, it } from 'vitest'
import { accessCheck } from '../../../shared/events/access-check.ts'
import { metric } from '../../../shared/events/metric.ts'
import { request } from '../../../shared/events/request.ts'
import { response } from '../../../shared/events/response.ts'
import { session } from '../../../shared/events/session.ts'
import { state } from '../../../shared/events/state.ts'

it.each([
  [{ method: 'GET', uri: '/feed?page=2' }, 'GET /feed?page=2'],
  [{ method: 'GET', uri: '/feed?page=2&access_token=abc' }, 'GET /feed?page=2&access_token=••••'],
  [{ uri: 'https://ada:lovelace@shop.example/' }, 'https://ada:••••@shop.example/'],
  [{ method: 'POST' }, 'POST'],
  [{}, 'request'],
])('request %j reads as %s, without its secrets', (payload, summary) => {
  expect(request.summarize(payload)).toBe(summary)
})

it.each([
  [{ status: 404 }, '404 Not Found'],
  [{ status: '404 Nothing Here' }, '404 Nothing Here'],
  [{ status: 200, memoryPeak: 2_097_152 }, '200 OK · peak memory 2.1 MB'],
  [{}, 'response'],
])('response %j reads as %s', (payload, summary) => {
  expect(response.summarize(payload)).toBe(summary)
})

it.each([
  [{ object: 'Ada', action: 'publish', control: 'article' }, 'DENIED Ada may not publish article'],
  [{ action: 'publish', control: 'article' }, 'DENIED publish article'],
  [{ control: 'article' }, 'DENIED article'],
  [{}, 'DENIED'],
])('access check of %j reads as %s', (question, summary) => {
  expect(accessCheck.summarize({ access: 'DENIED', ...question })).toBe(summary)
})

it.each([
  [{ product: 'Atlas', version: '2.4.1' }, 'Session started: Atlas 2.4.1'],
  [{ action: 'crashed', reason: 'killed' }, 'Session crashed (killed)'],
  [{}, 'Session started'],
])('session %j reads as %s', (payload, summary) => {
  expect(session.summarize(payload)).toBe(summary)
})

it.each([
  [{ change: { scene: 'harbour', user: { name: 'kim' } }, state: {} }, 'scene = harbour, user'],
  [{ change: { gone: null }, state: {} }, 'gone removed'],
  [{ change: { api_token: 'abc' }, state: {} }, 'api_token'],
  [
    { change: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, state: {} },
    'a = 1, b = 2, c = 3, d = 4, e = 5, f = 6 and 1 more',
  ],
  [{ change: {}, state: { a: 1 } }, 'Nothing changed'],
  [{ state: { a: 1 } }, 'a = 1'],
])('state %j reads as %s, without its secrets', (payload, summary) => {
  expect(state.summarize(payload)).toBe(summary)
})

it.each([
  [{ name: 'fps', type: 'gauge', unit: 'fps' }, 'fps (gauge in fps)'],
  [{ name: 'requests', type: 'counter', tags: ['method:GET'] }, 'requests method:GET (counter)'],
  [{ name: '' }, 'metric'],
])('metric %j reads as %s', (payload, summary) => {
  expect(metric.summarize(payload)).toBe(summary)
})
