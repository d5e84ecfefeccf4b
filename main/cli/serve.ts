import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Collector } from '../collector.ts'
import { startLogThread } from '../log/client.ts'

export interface ServeOptions {
  readonly data: string
  readonly port?: number
  readonly smtpPort?: number
  readonly host?: string
  readonly also?: readonly number[]
  readonly open?: true
  readonly json?: true
}

/** Beside the command line's own file, where the build puts it. */
const built = (path: string) => new URL(path, import.meta.url)

/** `tattler serve`: collects without a window until it is told to stop, and serves the viewer as a web page. */
export async function serve(options: ServeOptions): Promise<void> {
  await startServing(options, (collector) => {
    process.stdout.write(options.json ? describeAsJson(collector) : describe(collector, resolve(options.data)))
    if (options.open) openInBrowser(collector.viewerUrl)
  })
}

/** Starts a collector that runs until the process is told to stop. `onListening` as for `startCollector`. */
export async function startServing(
  options: ServeOptions,
  onListening: (collector: Collector) => void = () => undefined,
): Promise<Collector> {
  const dataDir = resolve(options.data)
  const workerFile = built('./worker.js')
  // Opening the log takes longest: it begins before the rest of the code is read.
  const logThread = startLogThread(workerFile, dataDir)
  const { readSettings, withSmtpPort } = await import('../settings.ts')
  const settings = withSmtpPort(readSettings(dataDir), options.smtpPort)
  const { startCollector } = await import('../collector.ts')
  const collector = await startCollector({
    logThread,
    dataDir,
    port: options.port ?? settings.port,
    host: options.host,
    alsoPorts: options.also ?? [],
    settings,
    viewerDir: fileURLToPath(built('../renderer')),
    workerFile,
    onListening: (listening) => {
      const stop = () => void closeAndExit(listening)
      process.once('SIGINT', stop)
      process.once('SIGTERM', stop)
      onListening(listening)
    },
  })
  for (const { message } of collector.status().notices) process.stderr.write(`${message}\n`)
  return collector
}

function describeAsJson({ url, token, status }: Collector): string {
  return `${JSON.stringify({ url, token, smtp: status().smtp.address })}\n`
}

function describe({ status, viewerUrl }: Collector, dataDir: string): string {
  const { addresses, isBeyondLoopback, smtp } = status()
  const sending = isBeyondLoopback ? `  sending needs the token in ${join(dataDir, 'send-token')}\n` : ''
  return `Tattler listens on ${new Intl.ListFormat('en').format(addresses)}.
  viewer  ${viewerUrl}
  mails   ${smtp.address ?? 'not taken'}
  data    ${dataDir}
${sending}Ctrl-C stops it.
`
}

/** Exits once all events are on disk, and with a failure where they could not be brought there. */
async function closeAndExit(collector: Collector): Promise<void> {
  try {
    await collector.close()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`The event log could not be closed: ${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}

function openInBrowser(url: string): void {
  const [command, ...args] = browserCommand(url)
  const browser = spawn(command, args, { stdio: 'ignore', detached: true })
  browser.on('error', () => process.stderr.write('No browser could be opened; the address above does it.\n'))
  browser.unref()
}

function browserCommand(url: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', url]
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
