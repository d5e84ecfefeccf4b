/** What a first app sends: documents of the web debug protocol. Resolves when the events are stored. */
export async function sendEvents(url: string, events: readonly object[]): Promise<void> {
  const response = await postDocument(url, 'shop', events)
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
}

/** Posts a document of an app, a text as it is. It is stored when this resolves; what is no event, as an invalid one. */
export function postDocument(url: string, app: string, document: unknown): Promise<Response> {
  return fetch(`${url}/events?app=${app}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof document === 'string' ? document : JSON.stringify(document),
  })
}

export function makeLog(message: string, importance = 2): object {
  return { type: 'log', importance, payload: { message } }
}

export function makeQuery(text: string, target: string): object {
  return { type: 'query', importance: 2, duration: 12, payload: { query: text, target, syntax: 'sql' } }
}
