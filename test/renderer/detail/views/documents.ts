import { randomUUID } from 'node:crypto'

const pairs = (values: Record<string, string>) => Object.entries(values).map(([key, value]) => ({ key, value }))

const START = Date.UTC(2026, 10, 21, 14, 12, 20)

const query = (text: string, duration: number) => ({
  type: 'query',
  duration,
  payload: { target: 'mysql', query: text, syntax: 'sql' },
})

const check = (access: string, importance: number, question: object, nested: readonly object[] = []) => ({
  type: 'access_check',
  importance,
  success: access === 'GRANT',
  payload: { access, ...question },
  nested,
})

const row = (id: number) => ({
  type: 'template',
  duration: 7,
  payload: { name: 'feed/row.twig' },
  nested: [query(`SELECT * FROM likes WHERE article_id = ${id}`, 4)],
})

/** A page load as an app with nested middleware reports it: one envelope with everything that the views show. */
export function pageLoad(): { id: string; version: number; events: object[] } {
  const publish = { object: 'ada@shop.example', control: 'article:hello', action: 'publish' }
  const inside = [
    check('GRANT', 1, { object: 'ada@shop.example', control: 'feed', action: 'read' }),
    check('DENIED', 5, publish, [check('GRANT', 1, { control: 'article:hello' }), check('DENIED', 1, {})]),
    check('DENIED', 4, { object: 'bob@shop.example', control: 'article:hello', action: 'publish' }),
    check('GRANT', 1, { object: 'ada@shop.example', control: 'article:draft', action: 'publish' }),
    query('SELECT id, title FROM articles ORDER BY id LIMIT 3', 12),
    { type: 'event', time: START + 30, payload: { name: 'cart.changed', group: 'cart', product: 'tea' } },
    { type: 'event', time: START + 34, payload: { name: 'cart.changed', group: 'cart', product: 'cup' } },
    { type: 'event', time: START + 40, duration: 3, payload: { name: 'cart.total', group: 'cart' } },
    { type: 'event', time: START + 41, payload: { name: 'kernel.view', group: 'kernel' } },
    { type: 'event', time: START + 42, payload: { name: 'lonely' } },
    {
      type: 'template',
      duration: 71,
      payload: { name: 'layout.twig' },
      nested: [
        {
          type: 'template',
          duration: 52,
          payload: { name: 'feed/list.twig' },
          nested: [query('SELECT * FROM authors WHERE id IN (1, 2, 3)', 9), row(1), row(2), row(3)],
        },
        { type: 'template', duration: 6, payload: { name: 'footer.twig' } },
      ],
    },
  ]
  const middleware = (name: string, duration: number, nested: readonly object[]) => ({
    type: 'middleware',
    duration,
    payload: { name },
    nested,
  })
  return {
    id: randomUUID(),
    version: 1,
    events: [
      {
        type: 'request',
        time: START,
        duration: 148,
        payload: {
          method: 'POST',
          uri: 'https://shop.example/feed/list?page=2&token=t0ps3cret#latest',
          headers: [
            ...pairs({
              accept: 'text/html,application/xhtml+xml',
              authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9',
              'content-type': 'application/x-www-form-urlencoded',
              cookie: 'session=5fd2ab01; theme=dark',
              host: 'shop.example',
            }),
            { key: 'x-forwarded-for', value: '203.0.113.7' },
            { key: 'x-forwarded-for', value: '198.51.100.2' },
          ],
          query: pairs({ page: '2', token: 't0ps3cret' }),
          body: [
            ...pairs({ user: 'ada', password: 'lovelace' }),
            { key: 'tag', value: 'a' },
            { key: 'tag', value: 'b' },
          ],
          session: pairs({ user: 'Ada', csrf_token: 'c5rf', cart: '2 products' }),
          route: 'feed.list',
        },
        nested: [
          middleware('StartSession', 140, [
            middleware('ThrottleRequests', 131, [
              middleware('Authenticate', 128, [query('SELECT * FROM users WHERE id = 7', 3), ...inside]),
            ]),
          ]),
          {
            type: 'response',
            duration: 148,
            payload: {
              status: 201,
              memoryPeak: 38_900_000,
              headers: { 'content-type': 'application/json', 'set-cookie': ['session=9a; HttpOnly', 'theme=dark'] },
              body: '{"ok":true,"id":12345678901234567890,"access_token":"t0ps3cret","items":[{"id":1},{"id":2}]}',
              route: 'feed.list',
            },
          },
        ],
      },
    ],
  }
}

/** A request that its middleware turned away. */
export function refusedRequest(): { id: string; version: number; events: object[] } {
  return {
    id: randomUUID(),
    version: 1,
    events: [
      {
        type: 'request',
        payload: { method: 'GET', uri: '/admin' },
        nested: [
          { type: 'middleware', duration: 2, payload: { name: 'StartSession' } },
          { type: 'middleware', duration: 9, success: false, payload: { name: 'RequireAdmin' } },
          { type: 'response', payload: { status: '403 Forbidden' } },
        ],
      },
    ],
  }
}
