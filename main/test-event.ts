import { randomUUID } from 'node:crypto'

/** A request as an app would report it, with a bit of everything, for "send a test event". */
export function makeTestRequest(now: number): unknown {
  const query = (offset: number, duration: number, target: string, text: string, syntax?: string) => ({
    type: 'query',
    time: now + offset,
    duration,
    importance: 1,
    success: true,
    tags: [`db:${target}`],
    calledFrom: { file: '/src/Test/Example.php', line: 42 },
    payload: { target, query: text, ...(syntax && { syntax }) },
  })
  return {
    id: randomUUID(),
    version: 1,
    events: [
      {
        type: 'request',
        time: now,
        duration: 48,
        importance: 2,
        success: true,
        tags: ['test'],
        payload: { method: 'GET', uri: '/hello-from-tattler', headers: [{ key: 'accept', value: 'text/html' }] },
        nested: [
          { type: 'middleware', time: now + 1, duration: 3, importance: 1, payload: { name: 'Authenticate' } },
          query(4, 12, 'mysql', 'SELECT id, name FROM users WHERE id = 7 LIMIT 1', 'sql'),
          query(17, 1, 'redis', 'GET session:7'),
          {
            type: 'log',
            time: now + 20,
            importance: 4,
            tags: ['test'],
            payload: { message: 'This is a test event', context: '{"answer":42,"nested":{"list":[1,2,3]}}' },
          },
          {
            type: 'access_check',
            time: now + 22,
            importance: 2,
            payload: { access: 'GRANT', object: 'user:7', action: 'read', control: 'page:hello' },
          },
          { type: 'template', time: now + 25, duration: 9, importance: 1, payload: { name: '/templates/hello.html' } },
        ],
      },
      { type: 'response', time: now + 48, importance: 2, payload: { status: 200, memoryPeak: 2_097_152 } },
    ],
  }
}
