import type { DebugEvent } from '../../../shared/event.ts'

/** An event with the payload given, and whatever else the test says. */
export function makeEvent(payload: unknown, fields: Partial<DebugEvent> = {}): DebugEvent {
  return {
    id: 1,
    instance: 'shop',
    stream: 'ef95a542-25a3-4f71-a0e9-640c92f43813',
    sequence: 17,
    type: 'log',
    time: Date.UTC(2026, 10, 21, 14, 12, 20, 417),
    received: Date.UTC(2026, 10, 21, 14, 12, 20, 429),
    importance: 2,
    duration: null,
    success: null,
    tags: [],
    calledFrom: null,
    definedIn: null,
    parent: null,
    depth: 0,
    descendants: 0,
    summary: 'Something happened',
    target: null,
    query: null,
    protocol: 'web-debug',
    size: 330,
    pinned: false,
    note: null,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    metadata: '{}',
    ...fields,
  }
}
