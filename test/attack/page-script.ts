/** What a page attacks. */
export interface Aim {
  /** Like `http://127.0.0.1:7357`. */
  readonly url: string
  /** Where bodies are taken, each with one that would be. */
  readonly doors: readonly { readonly path: string; readonly body: string }[]
}

/** What came of it. */
export interface Findings {
  readonly attempts: number
  /** Sockets that were opened. */
  readonly opened: readonly string[]
  /** What the page got to read, by attempt. */
  readonly heard: Readonly<Record<string, string>>
}

/** Runs in a page: tries all ways that a page has to reach a port, whatever it is for. */
export async function attackFromPage({ url, doors }: Aim): Promise<Findings> {
  const heard: Record<string, string> = {}
  const opened: string[] = []
  let attempts = 0
  const EVENT = JSON.stringify({ type: 'log', payload: { message: 'from a hostile page' } })
  /** Writes by GET. */
  const WRITE = '/api/1/?operation=log_event&session_id=1&event_type=hostile'
  const READS = [
    '/',
    '/healthz',
    '/api/query',
    '/api/events/1',
    '/api/sessions',
    '/api/sessions/1',
    '/api/1/rest/event/',
  ]
  const TYPES = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json',
  ]

  async function ask(name: string, path: string, init: RequestInit): Promise<void> {
    attempts++
    try {
      const response = await fetch(url + path, init)
      heard[name] = response.type === 'opaque' ? 'opaque' : `${response.status} ${await response.text()}`
    } catch {
      heard[name] = 'blocked'
    }
  }

  function openSocket(path: string): Promise<void> {
    attempts++
    const name = `WebSocket ${path}`
    return new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws') + path)
      let said = ''
      const end = (how: string) => {
        heard[name] = said || how
        socket.close()
        resolve()
      }
      socket.onopen = () => {
        if (!path.startsWith('/viewer')) {
          opened.push(path)
          socket.send(EVENT)
        }
        socket.send(JSON.stringify({ seq: 1, method: 'log/query', arg: { from: { instance: '*' } } }))
        // The viewer's socket is closed to whoever may not read; on a busy machine the word of it takes its time.
        setTimeout(() => end('open'), path.startsWith('/viewer') ? 20_000 : 500)
      }
      socket.onmessage = ({ data }) => {
        said += data
      }
      socket.onclose = ({ code }) => end(`closed with ${code}`)
    })
  }

  /** An element that loads `path`, and whether it did. */
  function load(tag: string, attribute: string, path: string): Promise<void> {
    attempts++
    return new Promise((resolve) => {
      const element = document.createElement(tag)
      if (tag === 'link') element.setAttribute('rel', 'stylesheet')
      for (const outcome of ['load', 'error', 'loadedmetadata']) element.addEventListener(outcome, () => resolve())
      element.setAttribute(attribute, url + path)
      document.body.append(element)
      if (tag === 'audio' || tag === 'object') setTimeout(resolve, 500)
    })
  }

  /** Posts a form into a frame. */
  function submit(path: string, encoding: string): Promise<void> {
    attempts++
    return new Promise((resolve) => {
      const frame = document.createElement('iframe')
      frame.name = `frame-${attempts}`
      document.body.append(frame)
      const form = document.createElement('form')
      Object.assign(form, { method: 'POST', action: url + path, target: frame.name, enctype: encoding })
      const field = document.createElement('input')
      // As plain text this is JSON, but for the sign between name and value, which hides in a string.
      field.name = '{"type":"log","payload":{"message":"hostile '
      field.value = '"}}'
      form.append(field)
      document.body.append(form)
      frame.addEventListener('load', () => resolve())
      setTimeout(resolve, 1000)
      form.submit()
    })
  }

  for (const type of TYPES) {
    for (const mode of ['cors', 'no-cors'] as const) {
      const init = { method: 'POST', mode, headers: { 'content-type': type }, credentials: 'include' } as const
      await ask(`POST /events ${type} ${mode}`, '/events', { ...init, body: EVENT })
      await Promise.all(doors.map(({ path, body }) => ask(`POST ${path} ${type} ${mode}`, path, { ...init, body })))
    }
  }
  for (const path of [...READS, WRITE]) {
    for (const mode of ['cors', 'no-cors'] as const) {
      await ask(`GET ${path} ${mode}`, path, { mode, credentials: 'include' })
      await ask(`GET ${path} ${mode} no referrer`, path, {
        mode,
        credentials: 'include',
        referrerPolicy: 'no-referrer',
      })
    }
  }
  const query = JSON.stringify({ query: { from: { instance: '*' } } })
  for (const authorization of ['Bearer ', 'Bearer null', 'Bearer undefined']) {
    const headers = { 'content-type': 'application/json', authorization }
    await ask(`POST /api/query ${authorization}`, '/api/query', { method: 'POST', headers, body: query })
  }
  const elements = [
    ['img', 'src'],
    ['script', 'src'],
    ['link', 'href'],
    ['iframe', 'src'],
    ['audio', 'src'],
    ['object', 'data'],
    ['embed', 'src'],
  ] as const
  for (const [tag, attribute] of elements) await load(tag, attribute, WRITE)
  for (const encoding of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
    await submit('/events', encoding)
    await submit(WRITE, encoding)
  }
  attempts++
  navigator.sendBeacon(`${url}/events`, EVENT)
  await Promise.all(
    ['/', '/events', '/?ack=1', '/codebolt', '/plugin', '/viewer', '/viewer?token=', '/viewer?token=guess'].map(
      openSocket,
    ),
  )
  return { attempts, opened, heard }
}
