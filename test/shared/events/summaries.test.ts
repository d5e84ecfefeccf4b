import { expect, it } from 'vitest'
import { accessCheck } from '../../../shared/events/access-check.ts'
import { request } from '../../../shared/events/request.ts'
import { response } from '../../../shared/events/response.ts'

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
