import { setTimeout as sleep } from 'node:timers/promises'
import type { ViewSpec } from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import { Failure } from './failure.ts'
import { findRunning } from './find-running.ts'
import { formatEvent } from './format-event.ts'
import { parseSearchText } from './search-text.ts'
import { choosePainter } from './terminal.ts'
import { ViewPrinter } from './view-printer.ts'
import { ConnectionLost, openViewer } from './viewer-connection.ts'

export interface TailOptions {
  readonly data: string
  readonly app?: string
  readonly lines?: number
  /** Undefined follows the terminal. */
  readonly color?: boolean
}

/** ms between two tries to reconnect; doubles from the first to the last. */
const FIRST_RETRY = 250
const LAST_RETRY = 5000

/** `tattler tail`: prints events as they arrive, across restarts of Tattler, until it is interrupted. */
export async function tail(words: readonly string[], options: TailOptions): Promise<void> {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  const painter = choosePainter(options.color)
  const printer = new ViewPrinter((row) => process.stdout.write(formatEvent(row, painter)), options.lines ?? 0)
  const spec = toViewSpec(words, options)
  let hasFollowed = false
  for (let delay = FIRST_RETRY; ; delay = Math.min(2 * delay, LAST_RETRY)) {
    try {
      await follow(options.data, spec, printer)
      process.stderr.write('Connection lost; waiting for Tattler to come back.\n')
      hasFollowed = true
      delay = FIRST_RETRY
    } catch (error) {
      if (!hasFollowed || !(error instanceof Failure)) throw error
    }
    await sleep(delay)
  }
}

function toViewSpec(words: readonly string[], { app }: TailOptions): ViewSpec {
  // A condition, not `from`: an app that has sent nothing yet can be waited for.
  const ofApp: Condition[] = app === undefined ? [] : [{ field: 'instance', operator: 'eq', value: app }]
  return {
    view: 1,
    from: { instance: '*' },
    where: [...parseSearchText(words.join(' ').trim()), ...ofApp],
    hiddenTypes: [],
    orderBy: null,
    tree: { open: true, toggled: [] },
  }
}

/** Follows a view on one connection, until it is lost. */
async function follow(dataDir: string, spec: ViewSpec, printer: ViewPrinter): Promise<void> {
  const connection = await openViewer(findRunning(dataDir))
  // One step after the other: a change may have to fetch rows before the next one is looked at.
  let work: Promise<void> = Promise.resolve()
  const enqueue = (step: () => Promise<void>) => {
    work = work.then(step)
    work.catch(() => connection.close())
  }
  enqueue(async () => printer.open(connection, await connection.request('view/open', spec)))
  connection.onFeed((message) => enqueue(() => printer.take(connection, message)))
  await connection.closed
  try {
    await work
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error
  }
}
