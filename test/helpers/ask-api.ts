import { expect } from 'vitest'

/** What a route for agents answers: to a GET, or to a query of all apps. */
export async function askApi(
  { url, token }: { readonly url: string; readonly token: string },
  path: string,
  query?: object,
): Promise<string> {
  const response = await fetch(url + path, {
    method: query ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: query ? JSON.stringify({ query: { from: { instance: '*' }, ...query } }) : null,
  })
  expect(response.status).toBe(200)
  return response.text()
}
