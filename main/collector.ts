import { randomBytes } from 'node:crypto'
import packageJson from '../package.json' with { type: 'json' }
import type { Alert } from '../shared/alerts.ts'
import type { CollectorStatus } from '../shared/messages.ts'
import { Alerts } from './alerts.ts'
import type { ConfirmCommand } from './code/open-editor.ts'
import { Projects } from './code/projects.ts'
import { Composer } from './composer/composer.ts'
import { keepFolderPrivate, keepLogPrivate } from './data-folder.ts'
import { Daemon } from './datacat/daemon.ts'
import { Sessions } from './datacat/sessions.ts'
import { Feed } from './feed/feed.ts'
import { Rate } from './feed/rate.ts'
import { RunningQueries } from './feed/running-queries.ts'
import { createExchanges } from './http-exchange/exchanges.ts'
import { IngestQueue } from './ingest-queue.ts'
import { AlsoPorts } from './listeners/also-ports.ts'
import { createApiArea } from './listeners/api-area.ts'
import { BodyRoom } from './listeners/body-room.ts'
import { createClientsArea } from './listeners/clients-area.ts'
import { createCodeboltArea } from './listeners/codebolt-area.ts'
import { createDatacatArea } from './listeners/datacat-area.ts'
import { createEventLogArea } from './listeners/event-log-area.ts'
import { createEventsArea } from './listeners/events-area.ts'
import { isBeyondLoopback, listeningHosts } from './listeners/hosts.ts'
import { Lock } from './listeners/lock.ts'
import { type OpenPort, openPort } from './listeners/port.ts'
import { createRoundwareArea } from './listeners/roundware-area.ts'
import { createRouter } from './listeners/router.ts'
import { createViewerArea } from './listeners/viewer-area.ts'
import { LiveSettings } from './live-settings.ts'
import type { LogStats } from './log/api.ts'
import { type LogThread, startLogThread } from './log/client.ts'
import { keepLog } from './log/log-keeper.ts'
import {
  noteCrash,
  noteFault,
  noteProblem,
  noteRestart,
  noteSetAside,
  noteStillDown,
  noteWritable,
} from './log-notices.ts'
import { createMailInlet } from './mail/mail-inlet.ts'
import { Notices } from './notices.ts'
import { Proxies } from './proxy/proxies.ts'
import { readRunning, removeRunning, writeRunning } from './running.ts'
import { testSelf } from './self-test.ts'
import { keepSendToken } from './send-token.ts'
import type { Settings } from './settings.ts'
import { makeTestRequest } from './test-event.ts'
import { Exports } from './transfer/exports.ts'
import { Imports } from './transfer/imports.ts'
import { TransferFolder } from './transfer/transfer-folder.ts'

export interface CollectorOptions {
  readonly dataDir: string
  /** 0 takes a free one. */
  readonly port: number
  /** The address that the command line names beside those of the loopback; `0.0.0.0` or `::` for all. */
  readonly host?: string | undefined
  /** Ports that the command line names beside those of the settings. */
  readonly alsoPorts?: readonly number[]
  readonly settings: Settings
  /** The built viewer. */
  readonly viewerDir: string
  /** The built `worker.js`, with `mail-worker.js` beside it. */
  readonly workerFile: URL
  /** The log's thread, where it was started before. */
  readonly logThread?: LogThread
  /** Asks the user before a command is taken as the editor; without it, none is. */
  readonly confirmCommand?: ConfirmCommand | undefined
  /** Called once the ports are open, while the log may still be opening: what comes meanwhile waits for it. */
  readonly onListening?: ((collector: Collector) => void) | undefined
}

/** A running collector. */
export interface Collector {
  /** Like `http://127.0.0.1:7357`. */
  readonly url: string
  /** The viewer's page, with the token. */
  readonly viewerUrl: string
  readonly token: string
  status(): CollectorStatus
  /** Calls back when the status has changed; returns the end of that. */
  onStatus(listener: (status: CollectorStatus) => void): () => void
  /** Calls back with what the user asked to be told of; returns the end of that. */
  onAlert(listener: (alert: Alert) => void): () => void
  /** Stops listening, stores what has arrived, and closes the log. */
  close(): Promise<void>
}

/**
 * The pipeline: listener -> protocol -> log -> feed. Rejects with a `LogError` (`database-locked`, `data-folder`,
 * `log-crashed`) or a `PortError` (`port-taken`, `port-refused`).
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { dataDir, settings } = options
  const token = randomBytes(24).toString('base64url')
  const hosts = listeningHosts(options.host)
  const isOpen = isBeyondLoopback(options.host)
  const lock = new Lock(isOpen, isOpen ? [token, keepSendToken(dataDir)] : [])
  const rate = new Rate()
  const listeners = new Set<(status: CollectorStatus) => void>()
  const alertListeners = new Set<(alert: Alert) => void>()
  const notices = new Notices(() => statusChanged())
  let port: OpenPort | null = null

  const startedAt = Date.now()
  const openFolder = keepFolderPrivate(dataDir)
  const logThread = options.logThread ?? startLogThread(options.workerFile, dataDir)
  const log = keepLog(
    options.workerFile,
    logThread,
    { dataDir, limits: settings.limits, retention: settings.retention },
    {
      onChange: (next) => logChanged(next),
      onProblem: (reason) => noteProblem(notices, reason),
      onFault: (reason) => (reason === null ? noteWritable(notices) : noteFault(notices, reason)),
      onCrash: (reason) => {
        noteCrash(notices, reason)
        feed.reconnectAll()
      },
      onStillDown: (reason) => noteStillDown(notices, reason),
      onRestart: ({ opened, setAside }) => {
        noteRestart(notices, { setAside })
        // The data folder may be another one than before.
        if (port) noteRunning()
        logChanged(opened)
      },
    },
  )
  // Whether the data folder can be used is known once the log is open: where nothing speaks against it, nothing waits for that.
  if (openFolder !== null || readRunning(dataDir)) await log.opening
  let stats: LogStats = {
    events: 0,
    lastId: 0,
    bytes: 0,
    dropped: { events: 0, points: 0 },
    generation: 0,
    undoUntil: null,
  }
  const url = () => `http://127.0.0.1:${port?.port}`
  const status = (): CollectorStatus => ({
    version: packageJson.version,
    isBeyondLoopback: isOpen,
    addresses: [...(port?.addresses ?? []), ...alsoPorts.addresses],
    events: stats.events,
    bytes: stats.bytes,
    dropped: stats.dropped,
    rate: rate.perSecond,
    senders: router.senders(),
    undoUntil: stats.undoUntil,
    notices: notices.all,
    smtp: mailInlet.status(),
  })
  const sendTestEvent = async () => {
    const headers = { 'content-type': 'application/json', 'x-tattler-app': 'tattler', authorization: `Bearer ${token}` }
    const body = JSON.stringify(makeTestRequest(Date.now()))
    const response = await fetch(`${url()}/events`, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`the test event was answered with ${response.status}: ${await response.text()}`)
  }
  const queue = new IngestQueue(log.api, (next) => {
    rate.add(next.lastId - stats.lastId)
    logChanged(next)
  })
  const room = new BodyRoom(queue, settings.limits.openBytes)
  const intake = { queue, room, limits: settings.limits, notices }
  const sessions = new Sessions({ log: log.api, intake, now: Date.now })
  const daemon = new Daemon(sessions)
  const projects = new Projects(dataDir)
  const liveSettings = new LiveSettings(
    dataDir,
    settings,
    {
      setRetention: log.api.setRetention,
      moveSmtp: (door) => mailInlet.move(door),
      changeAlsoPorts: (ports) => alsoPorts.change(ports),
    },
    isOpen,
  )
  const exchanges = createExchanges(dataDir, intake, liveSettings)
  const proxies = new Proxies({ recorder: exchanges.recorder, intake, settings: liveSettings })
  const transferFolder = new TransferFolder(dataDir)
  const composer = new Composer(dataDir, transferFolder, exchanges.recorder)
  const mailInlet = createMailInlet({
    intake,
    log: log.api,
    settings: settings.smtp,
    workerFile: new URL('./mail-worker.js', options.workerFile),
    onChange: () => statusChanged(),
  })
  const switchSmtp = async (enabled: boolean) => {
    await liveSettings.write({ smtp: { enabled } })
    await mailInlet.switch(enabled)
  }
  const feed = new Feed(
    {
      log: log.api,
      projects,
      confirmCommand: options.confirmCommand,
      sessions,
      mails: mailInlet.mails,
      settings: liveSettings,
      exchanges,
      proxies,
      exports: new Exports(log.api, transferFolder),
      imports: new Imports(log.api, intake, transferFolder, mailInlet.take),
      composer,
      queries: new RunningQueries(log.api),
      stats: () => stats,
      tellForgotten: (id) => feed.tellForgotten(id),
      sendTestEvent,
      testSelf: () => {
        const { addresses, smtp } = status()
        return testSelf({ addresses, smtpAddress: smtp.address, url: url(), token, log: log.api })
      },
      switchSmtp,
    },
    status,
  )
  const alerts = new Alerts(
    log.api,
    () => liveSettings.alerts,
    (alert) => {
      feed.tellAlert(alert)
      for (const listener of alertListeners) listener(alert)
    },
  )
  const router = createRouter({
    guard: liveSettings,
    notices,
    lock,
    areas: [
      createEventsArea(intake),
      createApiArea(log.api, token),
      createClientsArea(),
      createDatacatArea({ sessions, daemon, intake }),
      createRoundwareArea(intake, log.api),
      createCodeboltArea({ log: log.api, intake }),
      createEventLogArea({ log: log.api, intake }, token),
      createViewerArea({ feed, token, viewerDir: options.viewerDir, port: () => port?.port ?? 0, ready: log.opening }),
    ],
  })

  const alsoPorts = new AlsoPorts({
    named: options.alsoPorts ?? [],
    first: () => port?.port ?? 0,
    open: (also) => openPort(also, router.onRequest, router.onUpgrade, { hosts }),
    onFailure: (also, reason) =>
      notices.add({
        severity: 'warning',
        code: 'also-port',
        message: `Tattler does not listen on port ${also}. ${reason}`,
        hint: 'Everything else works. Once the port is free, start Tattler again, or switch the port off and on in the settings.',
      }),
    onChange: () => statusChanged(),
  })

  function logChanged(next: LogStats): void {
    stats = next
    sessions.logChanged(next.generation)
    alerts.logChanged(next.lastId)
    feed.logChanged()
    statusChanged()
  }
  function noteRunning(): void {
    writeRunning(dataDir, { pid: process.pid, url: url(), token, startedAt })
  }
  function statusChanged(): void {
    feed.statusChanged()
    for (const listener of listeners) listener(status())
  }

  if (openFolder !== null) {
    notices.add({
      severity: 'warning',
      code: 'data-folder-open',
      message: `Other users of this machine may look into the data folder ${dataDir}: ${openFolder}.`,
      hint: 'Choose a folder of its own with --data, or take their rights away with chmod 700.',
    })
  }
  if (projects.setAside) {
    notices.add({
      severity: 'warning',
      code: 'projects-set-aside',
      message: `The folders of projects could not be read: ${projects.setAside.reason}.`,
      hint: `The file is kept as ${projects.setAside.file}. Tattler asks for the folders again.`,
    })
  }
  for (const { file, reason } of composer.setAside) {
    notices.add({
      severity: 'warning',
      code: 'composer-set-aside',
      message: `What the composer had kept could not be read: ${reason}.`,
      hint: `The file is kept as ${file}. The composer begins anew.`,
    })
  }
  try {
    port = await openPort(options.port, router.onRequest, router.onUpgrade, {
      choice: { option: '--port', setting: 'port' },
      hosts,
    })
    liveSettings.setPort(port.port)
  } catch (error) {
    // A log that cannot be opened either is what the user has to know of first.
    await log.opening
    await log.close()
    throw error
  }
  await alsoPorts.start(settings.alsoPorts)
  await mailInlet.open()
  await proxies.start()

  const collector: Collector = {
    url: url(),
    viewerUrl: `${url()}/?token=${token}`,
    token,
    status,
    onStatus: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onAlert: (listener) => {
      alertListeners.add(listener)
      return () => alertListeners.delete(listener)
    },
    close: async () => {
      router.close()
      daemon.close()
      const composed = composer.close()
      exchanges.stopFetching()
      await Promise.all([composed, proxies.stop()])
      exchanges.close()
      await mailInlet.close()
      await queue.whenIdle()
      await alsoPorts.close()
      await port?.close()
      alerts.close()
      feed.close()
      await log.close()
      transferFolder.empty()
      removeRunning(dataDir)
    },
  }
  try {
    noteRunning()
    options.onListening?.(collector)
    const { opened, setAside } = await log.opening
    if (openFolder !== null) keepLogPrivate(dataDir)
    if (setAside) noteSetAside(notices, setAside)
    alerts.begin(opened.lastId)
    logChanged(opened)
  } catch (error) {
    await collector.close()
    // Of a folder that cannot be written, the log says so best.
    await log.opening
    throw error
  }
  daemon.resumeSoon((error) =>
    notices.add({
      severity: 'warning',
      code: 'sessions-unread',
      message: `The sessions of DataCat could not be read: ${error instanceof Error ? error.message : error}.`,
      hint: 'Each is read again once its app sends something.',
    }),
  )
  return collector
}
