/** A generator of numbers that gives the same ones in each run (Park and Miller's). */
export function makeRandom(seed = 42): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const TABLES = ['users', 'articles', 'orders', 'order_items', 'sessions', 'products']
const TARGETS = ['mysql', 'mysql', 'mysql', 'redis', 'elastic']
const WORDS = 'the cache was warmed in time for user profile page after login timeout retry queue worker done'.split(
  ' ',
)

/** Events as apps send them: log 45 %, query 40 %, request 10 %, template 5 %; about 330 bytes each as JSON. */
export function makeEvent(n: number, random: (below: number) => number, now: number): Record<string, unknown> {
  const kind = random(100)
  const common = {
    time: now + n,
    tags: [`db:${TARGETS[random(5)]}`, random(10) === 0 ? 'is_production' : 'scope:kernel'],
    calledFrom: { file: `/src/Module${random(20)}/Handler.php`, line: random(400) + 1 },
  }
  if (kind < 45) {
    const words = Array.from({ length: 12 }, () => WORDS[random(WORDS.length)]).join(' ')
    const context = JSON.stringify({ user_id: random(100_000), request: `r-${n}`, memory: random(9_000_000) })
    return {
      type: 'log',
      importance: LEVELS[random(20)] ?? 2,
      ...common,
      payload: { message: `#${n} ${words}`, context },
    }
  }
  if (kind < 85) {
    const table = TABLES[random(TABLES.length)]
    const query = `SELECT id, title, created_at FROM ${table} WHERE author_id = ${random(100_000)} AND state = 'published' ORDER BY created_at DESC LIMIT 20`
    const payload = { target: TARGETS[random(5)], query, syntax: 'sql' }
    return { type: 'query', importance: 1, duration: random(4000) / 100, success: random(100) > 0, ...common, payload }
  }
  if (kind < 95) {
    const headers = [
      { key: 'accept', value: 'text/html' },
      { key: 'user-agent', value: 'Mozilla/5.0' },
    ]
    const payload = { method: 'GET', uri: `/articles/${random(10_000)}?page=${random(50)}`, headers }
    return { type: 'request', importance: 2, duration: random(30_000) / 100, ...common, payload }
  }
  return {
    type: 'template',
    importance: 1,
    duration: random(900) / 100,
    ...common,
    payload: { name: `/templates/part${random(40)}.twig` },
  }
}

const LEVELS: Readonly<Record<number, number>> = { 0: 5, 1: 4, 2: 4, 3: 3, 4: 1, 5: 1 }

/** `count` events as envelopes of `size`, each ready to be sent; `from` is the number of the first event. */
export function makeEnvelopes(count: number, size: number, from = 0): Buffer[] {
  const random = makeRandom(42 + from)
  const now = Date.now()
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => {
    const first = from + index * size
    const events = Array.from({ length: size }, (_, n) => makeEvent(first + n, random, now))
    const id = `00000000-0000-4000-8000-${String(first / size).padStart(12, '0')}`
    return Buffer.from(JSON.stringify({ id, version: 1, events }))
  })
}

/** `count` single events, each ready to be sent. */
export function makeSingles(count: number): Buffer[] {
  const random = makeRandom()
  const now = Date.now()
  return Array.from({ length: count }, (_, n) => Buffer.from(JSON.stringify(makeEvent(n, random, now))))
}
