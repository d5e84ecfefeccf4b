/** What a first app sends: documents of the web debug protocol. Resolves when the events are stored. */
export async function sendEvents(url: string, events: readonly object[]): Promise<void> {
  const response = await fetch(`${url}/events?app=shop`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  })
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
}

export function makeLog(message: string, importance = 2): object {
  return { type: 'log', importance, payload: { message } }
}

export function makeQuery(text: string, target: string): object {
  return { type: 'query', importance: 2, duration: 12, payload: { query: text, target, syntax: 'sql' } }
}
