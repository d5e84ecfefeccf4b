import type { TestCollector } from './collector.ts'

/** A session of DataCat, by its real API. */
export interface SessionDoor {
  readonly id: string
  /** Posts to one of its operations: `state`, `events`, `metrics`, … */
  post(operation: string, body?: unknown): Promise<void>
}

export async function beginSession({ url }: TestCollector, facts: Record<string, unknown>): Promise<SessionDoor> {
  const { session_id: id } = (await send(`${url}/api/sessions`, facts)) as { session_id: string }
  return {
    id,
    post: async (operation, body) => {
      await send(`${url}/api/sessions/${id}/${operation}`, body ?? {})
    },
  }
}

/** Three states, four metrics, and a hang of twenty seconds. */
export async function fillSession({ post }: SessionDoor): Promise<void> {
  const start = Date.now()
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()
  await post('state', { window: { width: 1280 }, user: { name: 'kim' }, api_token: 'abc' })
  await post('state', { window: { width: 1440 }, scene: 'loading' })
  await post('state', { scene: 'harbour', assets: ['rock.png'], api_token: null })
  for (const [index, value] of [58, 2, 60].entries()) {
    await post('metrics', { name: 'fps', type: 'gauge', value, unit: 'fps', timestamp: at(10 * index) })
  }
  await post('metrics', { name: 'memory', type: 'gauge', value: 2_000_000, unit: 'bytes', timestamp: at(1) })
  for (const value of [3, 7, 7]) {
    await post('metrics', { name: 'requests', type: 'counter', value, tags: ['method:GET'], timestamp: at(value) })
  }
  const buckets = [
    { le: 0.008, count: 4 },
    { le: 0.016, count: 10 },
  ]
  const metadata = { buckets, count: 14, sum: 0.14 }
  await post('metrics', { name: 'frame_time', type: 'histogram', value: 0.01, unit: 'seconds', metadata })
  await post('events', { name: 'application_appears_hung', category: 'error', timestamp: at(0.5) })
  await post('events', { name: 'application_recovered', category: 'info', timestamp: at(20.5) })
}

/**
 * A walk through Boston, as Roundware's web client tells of it; its clock is a minute and a half behind, and once it knows no
 * place.
 */
export async function walk({ url }: TestCollector): Promise<void> {
  const { id } = (await send(`${url}/api/2/sessions/`, { project_id: 1, client_system: 'test' })) as { id: number }
  const start = Date.now() - 90_000
  const tell = (step: number, latitude: number | string) =>
    send(`${url}/api/2/events/`, {
      session_id: id,
      event_type: step % 5 === 3 ? 'play_stream' : 'location_update',
      client_time: new Date(start + step).toISOString(),
      latitude,
      longitude: -71.06 + 0.001 * Math.sin(step / 2),
    })
  for (let step = 0; step < 12; step++) await tell(step, 42.36 + 0.0006 * step)
  await tell(12, 'NaN')
}

async function send(address: string, body: unknown): Promise<unknown> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
  return response.json()
}
