import { setTimeout as sleep } from 'node:timers/promises'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import type { Notice } from '../../shared/messages.ts'
import type { EventQuery, QueryResult } from '../../shared/query/query.ts'

/** For what takes seconds at most on a busy machine, ms. */
const LONG_ENOUGH = 120_000

/** Where a collector is, and the token for reading. */
export interface Reachable {
  readonly url: string
  readonly token: string
}

/** Rejects where the query is refused. */
export async function ask({ url, token }: Reachable, query: EventQuery): Promise<QueryResult> {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  const { error, data } = (await response.json()) as { error?: string; data?: { result: QueryResult } }
  if (!data) throw new Error(`the query was refused: ${error}`)
  return data.result
}

/** What the user is told in the window; nothing where the connection is lost meanwhile. */
export async function readNotices(tattler: Reachable): Promise<readonly Notice[]> {
  const viewer = await openViewer(tattler)
  const notices = new Promise<readonly Notice[]>((resolve) => {
    viewer.onFeed((message) => message.type === 'status/changed' && resolve(message.status.notices))
  })
  try {
    return await Promise.race([notices, viewer.closed.then(() => [])])
  } finally {
    viewer.close()
  }
}

/** Waits until the user has been told something like it since then, ms; false if that does not come. */
export async function untilNotice(tattler: Reachable, message: RegExp, since: number): Promise<boolean> {
  const isTold = async () =>
    (await readNotices(tattler)).some((notice) => notice.time >= since && message.test(notice.message))
  return becomesTrue(isTold)
}

/** Posts an event; returns the status of the answer. */
export async function post({ url }: Pick<Reachable, 'url'>, message: string): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ type: 'log', payload: { message } })
  return (await fetch(`${url}/events`, { method: 'POST', headers, body })).status
}

/** Waits until an event is stored, and adds its text to those that are; false if none is. */
export function takesEvents(tattler: Reachable, stored: string[], label: string): Promise<boolean> {
  let tries = 0
  return becomesTrue(async () => {
    const text = `${label}, try ${++tries}`
    if ((await post(tattler, text)) !== 202) return false
    stored.push(text)
    return true
  })
}

/** Waits until it is so; false if it does not become so. */
export async function becomesTrue(check: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + LONG_ENOUGH
  while (performance.now() < deadline) {
    if (await check()) return true
    await sleep(50)
  }
  return false
}
