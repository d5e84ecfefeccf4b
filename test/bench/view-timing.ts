import type { ViewerConnection } from '../../main/cli/viewer-connection.ts'
import type { ViewSpec } from '../../shared/messages.ts'

/** Opens a view, and waits until all its rows are found; resolves with the time until it was answered, ms. */
export async function timeToRows(viewer: ViewerConnection, spec: Omit<ViewSpec, 'view'>): Promise<number> {
  const completed = new Promise<void>((resolve) => {
    viewer.onFeed((message) => {
      if (message.type === 'view/completed' || message.type === 'view/reset') resolve()
    })
  })
  const start = performance.now()
  const { isComplete } = await viewer.request('view/open', { view: 1, ...spec })
  const ms = performance.now() - start
  if (!isComplete) await completed
  return ms
}
