/** Sends two sessions by their real doors: an editor by DataCat's, a walk through Boston by Roundware's. */
export async function sendSessions(url: string): Promise<void> {
  await sendEditor(url)
  await sendWalk(url)
}

/** Readings of the editor, and the time from one to the next, ms. */
const READINGS = 150
const PERIOD = 2000
/** Readings between which the editor hangs. */
const HANG = { from: 90, to: 105 }

async function sendEditor(url: string): Promise<void> {
  const start = Date.now()
  const at = (reading: number) => new Date(start + reading * PERIOD).toISOString()
  const facts = { product: 'Atlas Editor', version: '2.4.1', machine_id: '8226d1', hostname: 'build-07' }
  const { session_id: id } = (await post(`${url}/api/sessions`, facts)) as { session_id: string }
  const send = (operation: string, body: unknown) => post(`${url}/api/sessions/${id}/${operation}`, body)

  await send('state', { window: { width: 1280, height: 720 }, user: { name: 'kim', roles: ['viewer'] } })
  await send('state', { window: { width: 1440 }, scene: 'loading', assets: { total: 20, loaded: 3 } })
  await send('state', { user: { roles: ['viewer', 'editor'] }, scene: 'harbour at dusk', assets: { loaded: 20 } })
  let memory = 120e6
  let requests = 0
  for (let reading = 0; reading < READINGS; reading++) {
    const isHung = reading > HANG.from && reading < HANG.to
    const timestamp = at(reading)
    memory += 1.5e6 * Math.sin(reading / 11) + 4e5
    requests += reading % 3
    const fps = isHung ? 2 + (reading % 3) : 58 + 4 * Math.sin(reading / 3)
    await send('metrics', { name: 'fps', type: 'gauge', value: fps, unit: 'fps', timestamp })
    await send('metrics', { name: 'memory', type: 'gauge', value: Math.round(memory), unit: 'bytes', timestamp })
    await send('metrics', { name: 'requests', type: 'counter', value: requests, tags: ['method:GET'], timestamp })
    if (reading % 10 === 0) {
      const value = 0.2 + 0.1 * Math.sin(reading)
      await send('metrics', { name: 'load_scene', type: 'timer', value, count: 3, unit: 'seconds', timestamp })
      const buckets = [
        { le: 0.008, count: 5 * reading },
        { le: 0.016, count: 60 * reading },
        { le: 0.033, count: 20 * reading },
        { le: 0.1, count: reading },
      ]
      const metadata = { buckets, count: 86 * reading, sum: reading }
      const frame = { name: 'frame_time', type: 'histogram', value: 0.014, unit: 'seconds' }
      await send('metrics', { ...frame, metadata, timestamp })
    }
  }
  await send('events', { name: 'application_appears_hung', category: 'error', timestamp: at(HANG.from) })
  await send('events', { name: 'application_recovered', category: 'info', timestamp: at(HANG.to) })
}

const STEPS = 90

async function sendWalk(url: string): Promise<void> {
  const start = Date.now() - 12_000
  const { id } = (await post(`${url}/api/2/sessions/`, { project_id: 1, client_system: 'web' })) as { id: number }
  let [latitude, longitude] = [42.3601, -71.0589]
  for (let step = 0; step < STEPS; step++) {
    latitude += 0.0006 * Math.sin(step / 9) + 0.0001
    longitude += 0.0007 * Math.cos(step / 13)
    await post(`${url}/api/2/events/`, {
      session_id: id,
      event_type: step % 17 === 5 ? 'play_stream' : step % 29 === 7 ? 'filter_stream' : 'location_update',
      client_time: new Date(start + step).toISOString(),
      latitude,
      longitude,
    })
  }
}

async function post(address: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}
