import { resolve } from 'node:path'
import type { OpenedWatch } from '../../shared/watch.ts'
import { type Running, readRunning } from '../running.ts'
import { Failure } from './failure.ts'
import { startServing } from './serve.ts'
import { openViewer, type ViewerConnection } from './viewer-connection.ts'

export interface ProxyOptions {
  readonly data: string
  readonly port?: number
  readonly app?: string
  readonly json?: true
}

/** `tattler proxy`: watches an app until it is told to stop, with the Tattler that runs, or with one of its own. */
export async function proxy(target: string, options: ProxyOptions): Promise<void> {
  const running = readRunning(resolve(options.data))
  if (running) return watchWith(running, target, options)
  const own = await startServing({ data: options.data })
  try {
    const viewer = await openViewer(own)
    await open(viewer, own, target, options)
    viewer.close()
  } catch (error) {
    await own.close()
    throw error
  }
}

async function watchWith(running: Running, target: string, options: ProxyOptions): Promise<void> {
  const viewer = await openViewer(running)
  // Before the address is printed: who reads it may end this at once.
  const told = whenTold()
  try {
    const list = () => viewer.request('proxy/list', undefined)
    const known = await list()
    const watched = await open(viewer, running, target, options)
    const isTold = await Promise.race([told, viewer.closed.then(() => false)])
    if (!isTold) throw new Failure('Tattler has ended, so the app is no longer watched.')
    const wasOpen = known.some((one) => one.target === watched.target && one.address !== null)
    // It may have been asked for in the window, too, which remembers it.
    const isRemembered = (await list()).some((one) => one.target === watched.target && one.isRemembered)
    if (!wasOpen && !isRemembered) await viewer.request('proxy/close', { target: watched.target })
  } finally {
    viewer.close()
  }
}

async function open(
  viewer: ViewerConnection,
  tattler: Pick<Running, 'url' | 'token'>,
  target: string,
  { port = 0, app = '', json }: ProxyOptions,
): Promise<OpenedWatch> {
  const watched = await viewer.request('proxy/open', { target, port, app, isRemembered: false })
  process.stdout.write(json ? `${JSON.stringify(watched)}\n` : describe(watched, tattler))
  return watched
}

function whenTold(): Promise<true> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(true))
    process.once('SIGTERM', () => resolve(true))
  })
}

function describe({ target, address, app, page }: OpenedWatch, { url, token }: Pick<Running, 'url' | 'token'>): string {
  return `Use ${address} in place of ${target}: what passes is shown in Tattler, as the app ${app}.
${page === null ? '' : `  page    ${page}\n`}  viewer  ${url}/?token=${token}
Ctrl-C stops it.
`
}
